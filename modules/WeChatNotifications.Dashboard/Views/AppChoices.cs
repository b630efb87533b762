using Microsoft.AspNetCore.Mvc.Rendering;
using WeChatNotifications.Credentials;

namespace WeChatNotifications.Dashboard.Views;

/// <summary>The tenant's WeChat accounts as choices of a form, and their names for lists.</summary>
public sealed class AppChoices
{
    private readonly Dictionary<Guid, string> _names;

    private AppChoices(IReadOnlyList<AppCredentialDto> apps) => (Apps, _names) = (apps, apps.ToDictionary(a => a.Id, a => a.Name));

    /// <summary>The accounts.</summary>
    public IReadOnlyList<AppCredentialDto> Apps { get; }

    /// <summary>Reads them.</summary>
    public static async Task<AppChoices> LoadAsync(IAppCredentialAppService credentials, CancellationToken cancellationToken)
        => new(await credentials.ListAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>What an account is called; its id when it was removed.</summary>
    public string NameOf(Guid id) => _names.GetValueOrDefault(id) ?? id.ToString();

    /// <summary>For a <c>select</c>.</summary>
    /// <param name="none">What stands for no choice; null when one must be made.</param>
    /// <param name="kind">Only accounts of this kind; null for all.</param>
    public IReadOnlyList<SelectListItem> Items(string? none, AppKind? kind = null)
        => [.. none is null ? [] : new[] { new SelectListItem(none, "") },
            .. Apps.Where(a => kind is null || a.Kind == kind).Select(a => new SelectListItem($"{a.Name} ({a.AppId})", a.Id.ToString()))];
}
