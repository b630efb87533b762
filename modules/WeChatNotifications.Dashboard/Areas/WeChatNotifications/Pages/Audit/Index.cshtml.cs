using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using WeChatNotifications.Auditing;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.Dashboard.Pages.Audit;

/// <summary>Who changed what.</summary>
/// <param name="features">Whether there is a trail at all.</param>
/// <param name="view">Reads times in the pages' zone.</param>
/// <param name="trail">The trail; null in a host that keeps none.</param>
[DashboardPermission(WeChatNotificationsPermissions.Audit.Default)]
public sealed class IndexModel(DashboardFeatures features, DashboardView view, IAuditAppService? trail = null) : DashboardPage
{
    [BindProperty(SupportsGet = true)]
    public AuditedKind? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public AuditAction? Act { get; set; }

    /// <summary>The host's id of a user.</summary>
    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    /// <summary>One thing.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Entity { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateTime? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateTime? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public CursorPage<AuditEntryDto> Entries { get; private set; } = new([], null);

    public Pager Pager => new(Entries.Next, string.IsNullOrEmpty(After));

    public bool IsFiltered => Kind is not null || Act is not null || !string.IsNullOrWhiteSpace(By) || Entity is not null || From is not null || To is not null;

    public IEnumerable<SelectListItem> Kinds => Choices<AuditedKind>("AuditedKind:");

    public IEnumerable<SelectListItem> Acts => Choices<AuditAction>("AuditAction:");

    public async Task<IActionResult> OnGetAsync()
    {
        if (!features.HasAudit || trail is null)
        {
            return Status(StatusCodes.Status404NotFound, Texts["Audit.None"]);
        }

        if (ModelState.IsValid)
        {
            var query = new AuditQueryDto
            {
                Kinds = Kind is { } kind ? [kind] : null,
                Actions = Act is { } act ? [act] : null,
                UserId = string.IsNullOrWhiteSpace(By) ? null : By.Trim(),
                EntityId = Entity,
                From = view.FromLocalInput(From),
                To = view.FromLocalInput(To),
                Cursor = string.IsNullOrEmpty(After) ? null : After,
            };
            await TryAsync(async () => Entries = await trail.ListAsync(query, Aborted).ConfigureAwait(false), prefix: "").ConfigureAwait(false);
        }

        return Page();
    }

    /// <summary>The page of a thing; null where there is none.</summary>
    public static string? PageOf(AuditedKind kind) => kind switch
    {
        AuditedKind.AppCredential => "/Apps/Detail",
        AuditedKind.MessageTemplate => "/Templates/Edit",
        AuditedKind.Delivery => "/Deliveries/Detail",
        AuditedKind.Broadcast => "/Broadcasts/Detail",
        AuditedKind.EventMapping => "/Events/Edit",
        _ => null,
    };

    /// <summary>What opens that page.</summary>
    public static string PermissionOf(AuditedKind kind) => kind switch
    {
        AuditedKind.AppCredential => WeChatNotificationsPermissions.Credentials.Default,
        AuditedKind.MessageTemplate => WeChatNotificationsPermissions.Templates.Default,
        AuditedKind.Delivery => WeChatNotificationsPermissions.Deliveries.Default,
        AuditedKind.EventMapping => WeChatNotificationsPermissions.Events.Manage,
        _ => WeChatNotificationsPermissions.Broadcasts.Default,
    };

    private IEnumerable<SelectListItem> Choices<T>(string prefix)
        where T : struct, Enum
        => Enum.GetNames<T>().Select(n => new SelectListItem(ModuleTexts.Get(prefix + n), n)).Prepend(new SelectListItem(Texts["Form.All"], ""));
}
