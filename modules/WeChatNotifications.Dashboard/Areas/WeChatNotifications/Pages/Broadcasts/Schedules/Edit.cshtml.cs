using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Broadcasts;
using WeChatNotifications.Dashboard.Security;
using WeChatNotifications.Permissions;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Pages.Broadcasts.Schedules;

/// <summary>A recurring broadcast: what, to whom, and when. Whoever may not send can look.</summary>
[DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Default)]
public sealed class EditModel(
    IBroadcastScheduleAppService schedules, IBroadcastAppService broadcasts, IMessageTemplateAppService templates, IAppCredentialAppService apps) : DashboardPage
{
    [BindProperty]
    public ScheduleForm Input { get; set; } = new();

    /// <summary>What is stored; null for a new one.</summary>
    public BroadcastScheduleDto? Schedule { get; private set; }

    public IReadOnlyList<SelectListItem> Templates { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Kinds { get; private set; } = [];

    public IReadOnlyList<AudienceSourceDto> Sources { get; private set; } = [];

    public IReadOnlyList<MessageSlot> Slots { get; private set; } = [];

    /// <summary>When it would come true.</summary>
    public ScheduleTimes Times { get; private set; } = new([], []);

    /// <summary>Time zones to choose from, by the names that the host's system knows.</summary>
    public static IReadOnlyList<string> Zones { get; } = [.. TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Where(z => z == "UTC" || z.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public async Task OnGetAsync(Guid? id)
    {
        if (id is { } given)
        {
            Schedule = await schedules.GetAsync(given, Aborted).ConfigureAwait(false);
            Input = ScheduleForm.Of(Schedule);
        }
        else
        {
            Input.TimeZone = Options.TimeZone;
        }

        await LoadAsync(stored: Schedule?.Data).ConfigureAwait(false);
        await FindTimesAsync(Input.Cron, Input.TimeZone).ConfigureAwait(false);
    }

    /// <summary>Only the times, while somebody types.</summary>
    public async Task<IActionResult> OnGetTimesAsync([FromQuery(Name = "Input.Cron")] string? cron, [FromQuery(Name = "Input.TimeZone")] string? timeZone)
    {
        await FindTimesAsync(cron, timeZone).ConfigureAwait(false);
        return Partial("_Times", Times);
    }

    /// <summary>Shows the form anew with the fields of the chosen template and the times of the expression; saves nothing.</summary>
    [DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Send)]
    public async Task<IActionResult> OnPostLookAsync(Guid? id)
    {
        Schedule = id is { } given ? await schedules.GetAsync(given, Aborted).ConfigureAwait(false) : null;
        await LoadAsync(stored: null).ConfigureAwait(false);
        ModelState.Clear();
        await FindTimesAsync(Input.Cron, Input.TimeZone).ConfigureAwait(false);
        return Page();
    }

    [DashboardPermission(WeChatNotificationsPermissions.Broadcasts.Send)]
    public async Task<IActionResult> OnPostAsync(Guid? id)
    {
        Schedule = id is { } given ? await schedules.GetAsync(given, Aborted).ConfigureAwait(false) : null;
        await LoadAsync(stored: null).ConfigureAwait(false);
        if (ReadAudience() is { } audience && ModelState.IsValid && await TryAsync(() => SaveAsync(id, audience)).ConfigureAwait(false))
        {
            return Done(Texts["Broadcasts.ScheduleSaved"], "/Broadcasts/Schedules/Index", new { id = (Guid?)null });
        }

        MessageErrors.Place(ModelState, Input.Values);
        await FindTimesAsync(Input.Cron, Input.TimeZone).ConfigureAwait(false);
        return Page();
    }

    private Task<BroadcastScheduleDto> SaveAsync(Guid? id, AudienceDto audience)
    {
        var input = new SaveBroadcastScheduleDto
        {
            Name = Input.Name,
            Template = Input.Template,
            Audience = audience,
            Data = MessageValues.ToData(Slots, Input.Values),
            RatePerSecond = Input.RatePerSecond,
            Cron = Input.Cron,
            TimeZone = Input.TimeZone,
            ExpiresAfterMinutes = Input.ExpiresAfterMinutes,
            MaxLatenessMinutes = Input.MaxLatenessMinutes ?? new SaveBroadcastScheduleDto().MaxLatenessMinutes,
            IsEnabled = Input.IsEnabled,
            ConcurrencyStamp = Input.Stamp,
        };
        return id is { } existing ? schedules.UpdateAsync(existing, input, Aborted) : schedules.CreateAsync(input, Aborted);
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

    private async Task LoadAsync(JsonElement? stored)
    {
        var all = await templates.ListAsync(appCredentialId: null, Aborted).ConfigureAwait(false);
        Templates = BroadcastChoices.Templates(all, await apps.ListAsync(Aborted).ConfigureAwait(false), Input.Template);
        Input.Template ??= Templates.Count > 0 ? Templates[0].Value : null;
        Sources = await broadcasts.ListSourcesAsync(Aborted).ConfigureAwait(false);
        Kinds = BroadcastChoices.Kinds(Texts, Sources.Count > 0, withList: false);
        Slots = all.FirstOrDefault(t => t.Name == Input.Template) is { } template ? MessageSlot.Of(template, all) : [];
        Input.Values = stored is { } data ? MessageValues.Of(Slots, data) : MessageValues.Of(Slots, Input.Values);
    }

    /// <summary>An expression that is not finished yet is no mistake: what is wrong stands where the times would.</summary>
    private async Task FindTimesAsync(string? cron, string? timeZone)
    {
        if (string.IsNullOrWhiteSpace(cron))
        {
            return;
        }

        try
        {
            Times = new((await schedules.PreviewAsync(new() { Cron = cron, TimeZone = timeZone }, Aborted).ConfigureAwait(false)).Times, []) { Words = CronWords.Of(cron.Trim(), Texts) };
        }
        catch (RuleViolationException refused)
        {
            Times = new([], [.. refused.Violations.Select(v => ModuleTexts.Of(v).Message)]);
        }
    }
}
