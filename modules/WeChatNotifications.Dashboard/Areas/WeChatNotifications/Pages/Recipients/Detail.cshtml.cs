using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Pages.Permits;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permissions;
using WeChatNotifications.Permits;
using WeChatNotifications.Recipients;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Pages.Recipients;

/// <summary>One user as one app knows them: who they are, what they allow, and what they were sent.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Recipients.Default)]
public sealed class DetailModel(
    IRecipientAppService recipients, ISubscriptionGrantAppService grants, IFormIdAppService formIds, IDeliveryAppService deliveries, IMessageTemplateAppService templates,
    IAppCredentialAppService credentials)
    : DashboardPage
{
    private const int RecentDeliveries = 10;
    private const int MaxBalances = 100;

    [BindProperty]
    public LinkForm Input { get; set; } = new();

    public RecipientDto Recipient { get; private set; } = null!;

    public AppChoices Apps { get; private set; } = null!;

    /// <summary>What the user allows; null when whoever looks may not see it.</summary>
    public BalancesView? Balances { get; private set; }

    /// <summary>The newest messages; null when whoever looks may not see them.</summary>
    public IReadOnlyList<DeliveryDto>? Deliveries { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        await LoadAsync(id).ConfigureAwait(false);
        Input = new() { UserId = Recipient.UserId };
        return Page();
    }

    [DashboardPermission(WeChatNotificationsPermissions.Recipients.Manage)]
    public async Task<IActionResult> OnPostLinkAsync(Guid id)
    {
        if (string.IsNullOrWhiteSpace(Input.UserId))
        {
            ModelState.AddModelError("Input.UserId", ModuleTexts.Of(new RuleViolation("userId", RuleCodes.Required)).Message);
        }

        return await LinkAsync(id, Input.UserId, "Recipients.Linked").ConfigureAwait(false);
    }

    [DashboardPermission(WeChatNotificationsPermissions.Recipients.Manage)]
    public Task<IActionResult> OnPostUnlinkAsync(Guid id) => LinkAsync(id, userId: null, "Recipients.Unlinked");

    [DashboardPermission(WeChatNotificationsPermissions.Recipients.Manage)]
    public async Task<IActionResult> OnPostForgetAsync(Guid id)
    {
        await recipients.DeleteAsync(id, Aborted).ConfigureAwait(false);
        return Done(Texts["Recipients.Forgotten"], "/Recipients/Index");
    }

    private async Task<IActionResult> LinkAsync(Guid id, string? userId, string done)
    {
        var recipient = await recipients.GetAsync(id, Aborted).ConfigureAwait(false);
        var link = new LinkRecipientDto { AppCredentialId = recipient.AppCredentialId, OpenId = recipient.OpenId, UserId = userId };
        if (ModelState.IsValid && await TryAsync(() => recipients.LinkAsync(link, Aborted)).ConfigureAwait(false))
        {
            return Done(Texts[done], "/Recipients/Detail", new { id });
        }

        await LoadAsync(id).ConfigureAwait(false);
        return Page();
    }

    private async Task LoadAsync(Guid id)
    {
        Recipient = await recipients.GetAsync(id, Aborted).ConfigureAwait(false);
        Apps = await AppChoices.LoadAsync(credentials, Aborted).ConfigureAwait(false);
        var maySeeGrants = await Permissions.HasAsync(WeChatNotificationsPermissions.Grants.Default).ConfigureAwait(false);
        var maySeeFormIds = await Permissions.HasAsync(WeChatNotificationsPermissions.FormIds.Default).ConfigureAwait(false);
        var (app, openId) = (Recipient.AppCredentialId, Recipient.OpenId);
        if (maySeeGrants || maySeeFormIds)
        {
            Balances = new BalancesView(
                maySeeGrants ? (await grants.ListAsync(new() { AppCredentialId = app, OpenIds = [openId], PageSize = MaxBalances }, Aborted).ConfigureAwait(false)).Items : null,
                maySeeFormIds && (await formIds.ListAsync(new() { AppCredentialId = app, OpenId = openId, PageSize = 1 }, Aborted).ConfigureAwait(false)).Items is [var first, ..] ? first : null,
                maySeeGrants ? (await templates.ListAsync(app, Aborted).ConfigureAwait(false)).ToLookup(t => t.WeChatTemplateId ?? "", t => t.Name ?? "", StringComparer.Ordinal) : null);
        }

        if (await Permissions.HasAsync(WeChatNotificationsPermissions.Deliveries.Default).ConfigureAwait(false))
        {
            Deliveries = (await deliveries.ListAsync(new() { AppCredentialId = app, OpenId = openId, PageSize = RecentDeliveries }, Aborted).ConfigureAwait(false)).Items;
        }
    }

    /// <summary>Whom the openid is tied to.</summary>
    public sealed class LinkForm
    {
        public string? UserId { get; set; }
    }
}
