using Microsoft.AspNetCore.Mvc;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Dashboard.Broadcasts;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Pages.Broadcasts.Wizard;

/// <summary>Second step: what all recipients are told alike.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Manage)]
public sealed class MessageModel(IBroadcastAppService broadcasts, IMessageTemplateAppService templates) : WizardPage(broadcasts)
{
    [BindProperty]
    public MessageStepForm Input { get; set; } = new();

    /// <summary>The template; null when it is gone.</summary>
    public MessageTemplateDto? Template { get; private set; }

    public IReadOnlyList<MessageSlot> Slots { get; private set; } = [];

    protected override WizardStep Step => WizardStep.Message;

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await FindAsync(id).ConfigureAwait(false) is { } elsewhere)
        {
            return elsewhere;
        }

        Stamp = Broadcast!.ConcurrencyStamp;
        Input.Values = MessageValues.Of(Slots, Broadcast.Data);
        return Page();
    }

    [DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Manage)]
    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (await FindAsync(id).ConfigureAwait(false) is { } elsewhere)
        {
            return elsewhere;
        }

        Input.Values = MessageValues.Of(Slots, Input.Values);
        if (ModelState.IsValid && await TrySaveAsync(d => d with { Data = MessageValues.ToData(Slots, Input.Values), IsUnfinished = false }).ConfigureAwait(false))
        {
            return GoOn();
        }

        PlaceValueErrors(Input.Values);
        return Page();
    }

    private async Task<IActionResult?> FindAsync(Guid id)
    {
        var elsewhere = await FindDraftAsync(id).ConfigureAwait(false);
        var all = await templates.ListAsync(appCredentialId: null, Aborted).ConfigureAwait(false);
        Template = all.FirstOrDefault(t => t.Name == Broadcast!.Template);
        Slots = Template is null ? [] : MessageSlot.Of(Template, all);
        return elsewhere;
    }
}

/// <summary>The second step's form.</summary>
public sealed class MessageStepForm
{
    public List<MessageValue> Values { get; set; } = [];
}
