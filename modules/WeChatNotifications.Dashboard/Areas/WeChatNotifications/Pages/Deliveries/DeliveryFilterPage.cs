using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Dashboard.Pages.Deliveries;

/// <summary>What the list of deliveries and the acts on many of them share: the filters, which stand in the address under the names that the API gives them.</summary>
public abstract class DeliveryFilterPage(IAppCredentialAppService credentials, DashboardView view) : DashboardPage
{
    [BindProperty(SupportsGet = true)]
    public Guid? AppCredentialId { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Template { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? OpenId { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? UserId { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? BroadcastId { get; set; }

    /// <summary>Stands in for the base's method, which these pages have no use for: it is what people read in the address.</summary>
    [BindProperty(SupportsGet = true)]
    public new DeliveryStatus? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public DeliveryReason? Reason { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? ErrorCode { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? DedupKey { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? WeChatMessageId { get; set; }

    /// <summary>In the pages' time zone.</summary>
    [BindProperty(SupportsGet = true)]
    public DateTime? From { get; set; }

    /// <summary>In the pages' time zone.</summary>
    [BindProperty(SupportsGet = true)]
    public DateTime? To { get; set; }

    /// <summary>The accounts by name.</summary>
    public AppChoices Apps { get; private set; } = null!;

    /// <summary>The filters that are set, as they stand in an address.</summary>
    public IDictionary<string, string> FilterValues => FilterPairs().Where(p => p.Value is { Length: > 0 }).ToDictionary(p => p.Name, p => p.Value!, StringComparer.OrdinalIgnoreCase);

    /// <summary>The filters that are set, as people read them: the key of the name's text, and the value.</summary>
    public IReadOnlyList<(string Label, string Value)> FilterFacts =>
    [
        .. FilterPairs().Where(p => p.Value is { Length: > 0 }).Select(p => (
            "Deliveries.Filter." + p.Name,
            p.Name switch
            {
                nameof(AppCredentialId) => Apps.NameOf(AppCredentialId!.Value),
                nameof(Status) => ModuleTexts.Get("Status:" + Status),
                nameof(Reason) => ModuleTexts.Get("Reason:" + Reason),
                _ => p.Value!,
            })),
    ];

    /// <summary>Choices of the state.</summary>
    public IReadOnlyList<SelectListItem> Statuses
        => [new(Texts["Form.All"], ""), .. Enum.GetValues<DeliveryStatus>().Select(s => new SelectListItem(ModuleTexts.Get("Status:" + s), s.ToString()))];

    /// <summary>Choices of the reason.</summary>
    public IReadOnlyList<SelectListItem> Reasons
        => [new(Texts["Form.All"], ""), .. Enum.GetValues<DeliveryReason>().Where(r => r != DeliveryReason.None).Select(r => new SelectListItem(ModuleTexts.Get("Reason:" + r), r.ToString()))];

    /// <summary>The filters as the module takes them.</summary>
    protected DeliveryQueryDto Query => new()
    {
        AppCredentialId = AppCredentialId,
        Template = Template,
        OpenId = OpenId,
        UserId = UserId,
        BroadcastId = BroadcastId,
        Statuses = Status is { } status ? [status] : null,
        Reasons = Reason is { } reason ? [reason] : null,
        ErrorCode = ErrorCode,
        DedupKey = DedupKey,
        WeChatMessageId = WeChatMessageId,
        From = view.FromLocalInput(From),
        To = view.FromLocalInput(To),
    };

    /// <summary>Reads what the form offers.</summary>
    protected async Task LoadChoicesAsync() => Apps = await AppChoices.LoadAsync(credentials, Aborted).ConfigureAwait(false);

    private (string Name, string? Value)[] FilterPairs() =>
    [
        (nameof(AppCredentialId), AppCredentialId?.ToString()),
        (nameof(Template), Template?.Trim()),
        (nameof(OpenId), OpenId?.Trim()),
        (nameof(UserId), UserId?.Trim()),
        (nameof(BroadcastId), BroadcastId?.ToString()),
        (nameof(Status), Status?.ToString()),
        (nameof(Reason), Reason?.ToString()),
        (nameof(ErrorCode), ErrorCode?.ToString(CultureInfo.InvariantCulture)),
        (nameof(DedupKey), DedupKey?.Trim()),
        (nameof(WeChatMessageId), WeChatMessageId?.ToString(CultureInfo.InvariantCulture)),
        (nameof(From), Local(From)),
        (nameof(To), Local(To)),
    ];

    private static string? Local(DateTime? time) => time?.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
