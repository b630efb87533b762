using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Broadcasts;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Pages.Broadcasts.Wizard;

/// <summary>First step: what it is called, who gets it, and which template. Saving it begins the draft.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Manage)]
public sealed class AudienceModel(IBroadcastAppService broadcasts, IMessageTemplateAppService templates, IAppCredentialAppService apps) : WizardPage(broadcasts)
{
    private IReadOnlyList<MessageTemplateDto> _templates = [];

    [BindProperty]
    public AudienceStepForm Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> Templates { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Kinds { get; private set; } = [];

    public IReadOnlyList<AudienceSourceDto> Sources { get; private set; } = [];

    protected override WizardStep Step => WizardStep.Audience;

    public async Task<IActionResult> OnGetAsync(Guid? id)
    {
        if (id is { } given)
        {
            if (await FindDraftAsync(given).ConfigureAwait(false) is { } elsewhere)
            {
                return elsewhere;
            }

            Stamp = Broadcast!.ConcurrencyStamp;
            Input = new() { Name = Broadcast.Name, Template = Broadcast.Template, Audience = AudienceForm.Of(Broadcast.Audience) };
        }

        await LoadChoicesAsync().ConfigureAwait(false);
        return Page();
    }

    [DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Manage)]
    public async Task<IActionResult> OnPostAsync(Guid? id)
    {
        if (id is { } given && await FindDraftAsync(given).ConfigureAwait(false) is { } elsewhere)
        {
            return elsewhere;
        }

        await LoadChoicesAsync().ConfigureAwait(false);
        if (ReadAudience() is { } audience && ModelState.IsValid && await SaveAsync(audience).ConfigureAwait(false))
        {
            return GoOn();
        }

        return Page();
    }

    private AudienceDto? ReadAudience()
    {
        try
        {
            return Input.Audience.ToDto();
        }
        catch (JsonException)
        {
            ModelState.AddModelError("Input.Audience.Arguments", Texts["Broadcasts.BadJson"]);
            return null;
        }
    }

    private async Task<bool> SaveAsync(AudienceDto audience)
    {
        if (Broadcast is { } draft)
        {
            // Values that mean nothing, or another thing, under the new template would only stand in the way.
            var data = Input.Template == draft.Template ? MessageValues.ToData(draft.Data) : MessageValues.Keep(SlotsOf(draft.Template), SlotsOf(Input.Template), draft.Data);
            return await TrySaveAsync(d => d with { Name = Input.Name, Template = Input.Template, Audience = audience, Data = data }).ConfigureAwait(false);
        }

        var isBegun = false;
        Guid id = default;
        if (await TryAsync(async () => id = (await Service.CreateAsync(new() { Name = Input.Name, Template = Input.Template, Audience = audience, IsUnfinished = true }, Aborted).ConfigureAwait(false)).Id).ConfigureAwait(false))
        {
            isBegun = await FindDraftAsync(id).ConfigureAwait(false) is null;
        }

        return isBegun;
    }

    private IReadOnlyList<MessageSlot> SlotsOf(string? name) => _templates.FirstOrDefault(t => t.Name == name) is { } template ? MessageSlot.Of(template, _templates) : [];

    private async Task LoadChoicesAsync()
    {
        _templates = await templates.ListAsync(appCredentialId: null, Aborted).ConfigureAwait(false);
        Templates = BroadcastChoices.Templates(_templates, await apps.ListAsync(Aborted).ConfigureAwait(false), Input.Template);
        Sources = await Service.ListSourcesAsync(Aborted).ConfigureAwait(false);
        Kinds = BroadcastChoices.Kinds(Texts, Sources.Count > 0, withList: true);
    }
}

/// <summary>The first step's form.</summary>
public sealed class AudienceStepForm
{
    public string? Name { get; set; }

    public string? Template { get; set; }

    public AudienceForm Audience { get; set; } = new();
}
