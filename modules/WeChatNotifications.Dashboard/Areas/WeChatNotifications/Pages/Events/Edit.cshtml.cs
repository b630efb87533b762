using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Events;
using WeChatNotifications.Permissions;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Pages.Events;

/// <summary>Makes or changes a mapping of an event to a message, and tries it on a sample.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Events.Manage)]
public sealed class EditModel(IEventMappingAppService mappings, IMessageTemplateAppService templates, DashboardView view) : DashboardPage
{
    private IReadOnlyList<EventTypeDto> _events = [];
    private IReadOnlyList<MessageTemplateDto> _templates = [];

    /// <summary>The mapping; null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    [BindProperty]
    public MappingForm Input { get; set; } = new();

    /// <summary>What came of trying it; null when it was not tried.</summary>
    public EventMappingTestResultDto? Result { get; private set; }

    public IReadOnlyList<TemplateSlot> Slots { get; private set; } = [];

    public EventTypeDto? Event => _events.FirstOrDefault(e => e.Name == Input.EventName);

    public MessageTemplateDto? Template => _templates.FirstOrDefault(t => t.Name == Input.Template);

    public bool HasTemplates => _templates.Count > 0;

    public bool HasEvents => _events.Count > 0;

    public bool MayAddCondition => Input.Conditions.Count < EventMappingLimits.MaxConditions;

    public IEnumerable<SelectListItem> EventChoices => Choices(_events.Select(e => (e.Name, e.Display == e.Name ? e.Name : $"{e.Display} ({e.Name})")), Input.EventName);

    public IEnumerable<SelectListItem> TemplateChoices
        => Choices(_templates.Select(t => (t.Name!, string.IsNullOrEmpty(t.Title) ? t.Name! : $"{t.Title} ({t.Name})")), Input.Template);

    public IEnumerable<SelectListItem> RecipientKinds => Enum.GetNames<EventRecipientKind>().Select(n => new SelectListItem(Texts["Events.By" + n], n));

    public IEnumerable<SelectListItem> Priorities => Enum.GetNames<DeliveryPriority>().Select(n => new SelectListItem(Texts["Events.Priority" + n], n));

    public IEnumerable<SelectListItem> Operators => Enum.GetNames<EventConditionOperator>().Select(n => new SelectListItem(Texts["Events.Is" + n], n));

    /// <summary>The event's values, with one that it no longer has where that is chosen.</summary>
    public IEnumerable<SelectListItem> Paths(string? chosen)
        => Choices((Event?.Properties ?? []).Select(p => (p.Path, $"{p.Path} ({ModuleTexts.Get("EventPropertyType:" + p.Type)})")), chosen);

    public TemplateSlot? SlotOf(MappingForm.FieldRow row) => Slots.FirstOrDefault(s => s.Takes(row));

    public async Task OnGetAsync(string? eventName)
    {
        Input = Id is { } id ? MappingForm.Of(await mappings.GetAsync(id, Aborted).ConfigureAwait(false)) : new MappingForm { EventName = eventName };
        await LoadAsync().ConfigureAwait(false);
        Input.Arrange(Slots, keepsOthers: true);
    }

    /// <summary>Another event or template was chosen: the rows follow.</summary>
    [DashboardPermission(WeChatNotificationsPermissions.Events.Manage)]
    public async Task OnPostRefreshAsync()
    {
        await LoadAsync().ConfigureAwait(false);
        Rearrange();
    }

    [DashboardPermission(WeChatNotificationsPermissions.Events.Manage)]
    public async Task OnPostConditionAsync()
    {
        await LoadAsync().ConfigureAwait(false);
        Rearrange();
        Input.AddCondition();
    }

    [DashboardPermission(WeChatNotificationsPermissions.Events.Manage)]
    public async Task<IActionResult> OnPostAsync()
    {
        await LoadAsync().ConfigureAwait(false);
        if (!IsReady())
        {
            return Page();
        }

        var rows = MappingRows.Of(Input, Slots);
        var dto = Input.ToDto(rows);
        return await TryAsync(() => rows.SendAsync(() => Id is { } id ? mappings.UpdateAsync(id, dto, Aborted) : mappings.CreateAsync(dto, Aborted))).ConfigureAwait(false)
            ? Done(Texts["Events.Saved", ("name", Input.Name)], "/Events/Index")
            : Page();
    }

    [DashboardPermission(WeChatNotificationsPermissions.Events.Manage)]
    public async Task<IActionResult> OnPostTestAsync()
    {
        await LoadAsync().ConfigureAwait(false);
        if (!IsReady() || ReadSample() is not { } sample)
        {
            return Page();
        }

        var rows = MappingRows.Of(Input, Slots);
        var test = new TestEventMappingDto { Mapping = Input.ToDto(rows), Sample = sample };
        await TryAsync(async () => Result = await mappings.TestAsync(test, Aborted).ConfigureAwait(false)).ConfigureAwait(false);
        foreach (var violation in Result?.Violations ?? [])
        {
            var field = violation.Field.StartsWith("sample.", StringComparison.Ordinal) ? "sample" : rows.InForm(violation.Field);
            ModelState.AddModelError($"{nameof(Input)}.{field}", violation.Message);
        }

        return Page();
    }

    private async Task LoadAsync()
    {
        _events = await mappings.ListEventsAsync(Aborted).ConfigureAwait(false);
        _templates = await templates.ListAsync(appCredentialId: null, Aborted).ConfigureAwait(false);
        Slots = TemplateSlot.Of(_templates, Input.Template);
        if (string.IsNullOrWhiteSpace(Input.Sample) && Event is { } type)
        {
            Input.Sample = EventSampleText.Of(type, TimeZoneInfo.ConvertTime(Time.GetUtcNow(), view.Zone));
            ModelState.Remove("Input.Sample");
        }
    }

    /// <summary>Whether what was sent can be worked with. Without scripts, somebody may choose another template and save at once: first its rows have to be filled in.</summary>
    private bool IsReady()
    {
        if (!ModelState.IsValid)
        {
            return false;
        }

        if (Input.Fits(Slots))
        {
            return true;
        }

        Rearrange();
        ModelState.AddModelError("", Texts["Events.FieldsChanged"]);
        return false;
    }

    /// <summary>The form shows the rows as they are now, not as they were sent.</summary>
    private void Rearrange()
    {
        Input.Arrange(Slots, keepsOthers: false);
        ModelState.Clear();
    }

    private JsonElement? ReadSample()
    {
        try
        {
            using var document = JsonDocument.Parse(Input.Sample ?? "");
            return document.RootElement.Clone();
        }
        catch (JsonException broken)
        {
            ModelState.AddModelError("Input.Sample", Texts["Events.SampleBroken", ("line", ((broken.LineNumber ?? 0) + 1).ToString(CultureInfo.InvariantCulture))]);
            return null;
        }
    }

    private static List<SelectListItem> Choices(IEnumerable<(string Value, string Text)> known, string? chosen)
    {
        var items = known.Select(k => new SelectListItem(k.Text, k.Value)).Prepend(new SelectListItem("–", "")).ToList();
        if (!string.IsNullOrEmpty(chosen) && items.TrueForAll(i => i.Value != chosen))
        {
            items.Add(new SelectListItem(chosen, chosen));
        }

        return items;
    }
}
