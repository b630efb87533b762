using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Dashboard.Broadcasts;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Permissions;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Pages.Broadcasts.Wizard;

/// <summary>Third step: whom it would reach, whom not and why, and how the first message looks. Nothing is sent or stored.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Manage)]
public sealed class PreviewModel(IBroadcastAppService broadcasts, IMessageTemplateAppService templates) : WizardPage(broadcasts)
{
    public BroadcastDryRunDto Trial { get; private set; } = null!;

    public PhoneCard? Card { get; private set; }

    protected override WizardStep Step => WizardStep.Preview;

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await FindDraftAsync(id).ConfigureAwait(false) is { } elsewhere)
        {
            return elsewhere;
        }

        Trial = await Service.DryRunAsync(id, Aborted).ConfigureAwait(false);
        if (Trial.Preview is { } preview)
        {
            var template = (await templates.ListAsync(Broadcast!.AppCredentialId, Aborted).ConfigureAwait(false)).FirstOrDefault(t => t.Name == Broadcast.Template);
            Card = new("preview-card", template?.Title ?? Broadcast.Template, [.. preview.Fields.Select(f => new PhoneCardRow(template?.Fields?.FirstOrDefault(t => t.Key == f.Key)?.Name ?? f.Key, f.Value))])
            {
                Opens = preview.Page,
            };
        }

        return Page();
    }
}
