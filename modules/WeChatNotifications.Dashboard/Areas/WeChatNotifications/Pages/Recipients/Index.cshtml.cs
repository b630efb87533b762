using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Permissions;
using WeChatNotifications.Recipients;

namespace WeChatNotifications.Dashboard.Pages.Recipients;

/// <summary>The users whom the apps know.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Recipients.Default)]
public sealed class IndexModel(IRecipientAppService recipients, IAppCredentialAppService credentials) : DashboardPage
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public Guid? AppCredentialId { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? OpenId { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? UserId { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? UnionId { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool? IsSubscribed { get; set; }

    /// <summary>Where the page before ended.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public CursorPage<RecipientDto> Rows { get; private set; } = new([], Next: null);

    public AppChoices Apps { get; private set; } = null!;

    public bool HasFilter => AppCredentialId is not null || IsSubscribed is not null || !string.IsNullOrWhiteSpace(OpenId + UserId + UnionId);

    public IReadOnlyList<SelectListItem> Subscriptions
        => [new(Texts["Form.All"], ""), new(Texts["Recipients.Follows"], bool.TrueString), new(Texts["Recipients.FollowsNoMore"], bool.FalseString)];

    public async Task<IActionResult> OnGetAsync()
    {
        Apps = await AppChoices.LoadAsync(credentials, Aborted).ConfigureAwait(false);
        if (ModelState.IsValid)
        {
            var query = new RecipientQueryDto
            {
                AppCredentialId = AppCredentialId,
                OpenId = OpenId,
                UserId = UserId,
                UnionId = UnionId,
                IsSubscribed = IsSubscribed,
                PageSize = PageSize,
                Cursor = After,
            };
            await TryAsync(async () => Rows = await recipients.ListAsync(query, Aborted).ConfigureAwait(false), prefix: "").ConfigureAwait(false);
        }

        return Page();
    }
}
