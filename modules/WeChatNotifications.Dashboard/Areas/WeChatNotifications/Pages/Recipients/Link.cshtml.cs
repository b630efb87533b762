using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Permissions;
using WeChatNotifications.Recipients;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Dashboard.Pages.Recipients;

/// <summary>Ties an openid, known or not, to a user of the host.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Recipients.Manage)]
public sealed class LinkModel(IRecipientAppService recipients, IAppCredentialAppService credentials) : DashboardPage
{
    [BindProperty]
    public LinkForm Input { get; set; } = new();

    public AppChoices Apps { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        await LoadAsync().ConfigureAwait(false);
        return Page();
    }

    [DashboardPermission(WeChatNotificationsPermissions.Recipients.Manage)]
    public async Task<IActionResult> OnPostAsync()
    {
        if (string.IsNullOrWhiteSpace(Input.UserId))
        {
            ModelState.AddModelError("Input.UserId", ModuleTexts.Of(new RuleViolation("userId", RuleCodes.Required)).Message);
        }

        RecipientDto? linked = null;
        var link = new LinkRecipientDto { AppCredentialId = Input.AppCredentialId ?? Guid.Empty, OpenId = Input.OpenId, UserId = Input.UserId };
        if (ModelState.IsValid && await TryAsync(async () => linked = await recipients.LinkAsync(link, Aborted).ConfigureAwait(false)).ConfigureAwait(false))
        {
            return Done(Texts["Recipients.Linked"], "/Recipients/Detail", new { id = linked!.Id });
        }

        await LoadAsync().ConfigureAwait(false);
        return Page();
    }

    private async Task LoadAsync() => Apps = await AppChoices.LoadAsync(credentials, Aborted).ConfigureAwait(false);

    /// <summary>Who is who.</summary>
    public sealed class LinkForm
    {
        public Guid? AppCredentialId { get; set; }

        public string? OpenId { get; set; }

        public string? UserId { get; set; }
    }
}
