using System.Globalization;
using WeChatNotifications.Simulator.Clock;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Pages;

namespace WeChatNotifications.Simulator.Panel;

/// <summary>The simulated time.</summary>
internal sealed class ClockPanel(SimulatedWeChat weChat, SimulatorControl control)
{
    private const string Path = "/clock";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss";

    public Task ShowAsync(PageContext page) => ShowAsync(page, PostedForm.Unsent(page));

    public async Task AdvanceAsync(PageContext page)
    {
        var form = await PostedForm.ReadAsync(page);
        if (form.Needed(nameof(ClockAdvance.Seconds)).Length > 0 && form.Decimal(nameof(ClockAdvance.Seconds)) is { } seconds)
        {
            form.Do(new ClockAdvance { Seconds = seconds }, () => control.AdvanceClock(TimeSpan.FromSeconds(seconds)));
        }

        await EndAsync(page, form);
    }

    public async Task SetAsync(PageContext page)
    {
        var form = await PostedForm.ReadAsync(page);
        var text = form.Needed(nameof(ClockSetting.At));
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
        {
            form.Fail(nameof(ClockSetting.At), PageTexts.NotATime);
        }

        form.Do(given: null, () => control.SetClock(at, form.Ticked(nameof(ClockSetting.Freeze))));
        await EndAsync(page, form);
    }

    public Task FreezeAsync(PageContext page) => ActAsync(page, () => control.SetClock(control.Clock().Now));

    public Task UnfreezeAsync(PageContext page) => ActAsync(page, control.UnfreezeClock);

    public Task GoRealAsync(PageContext page) => ActAsync(page, () => control.SetClock(weChat.RealTime.GetUtcNow(), freeze: false));

    private async Task ActAsync(PageContext page, Action act)
    {
        var form = await PostedForm.ReadAsync(page);
        form.Do(given: null, act);
        await EndAsync(page, form);
    }

    private Task EndAsync(PageContext page, PostedForm form) => form.HasFaults ? ShowAsync(page, form) : PanelFrame.DoneAsync(page, Path);

    private Task ShowAsync(PageContext page, PostedForm form)
    {
        var clock = control.Clock();
        var now = clock.Now.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        return PanelFrame.ShowAsync(page, Path, form, Html.Of($"""
            <dl class="numbers"><div><dt>{page[PanelTexts.Now]}</dt><dd><time datetime="{now}Z" data-testid="now">{now} UTC</time></dd><dd class="hint" data-testid="clock-state">{page[clock.Frozen ? PanelTexts.Frozen : PanelTexts.Runs]}</dd></div></dl>
            <p class="row-of-buttons">
            {(clock.Frozen ? PanelFrame.Button($"{Path}/unfreeze", PanelTexts.Unfreeze, page) : PanelFrame.Button($"{Path}/freeze", PanelTexts.FreezeNow, page))}
            {PanelFrame.Button($"{Path}/real", PanelTexts.RealTime, page)}
            </p>
            <form method="post" action="{PanelFrame.Root}{Path}/advance" class="card" data-testid="clock-advance-form" novalidate>
            <h2>{page[PanelTexts.Advance]}</h2>
            {Fields.Line(PanelFrame.FieldOf(page, form, nameof(ClockAdvance.Seconds), PanelTexts.Seconds, hint: PanelTexts.SecondsHint))}
            <button type="submit" class="primary" data-testid="clock-advance">{page[PanelTexts.Move]}</button>
            </form>
            <form method="post" action="{PanelFrame.Root}{Path}/set" class="card" data-testid="clock-set-form" novalidate>
            <h2>{page[PanelTexts.SetClock]}</h2>
            {Fields.Line(PanelFrame.FieldOf(page, form, nameof(ClockSetting.At), PanelTexts.At, now) with { Type = "datetime-local" })}
            {Fields.Tick(nameof(ClockSetting.Freeze), page[PanelTexts.Freeze], on: true)}
            <button type="submit" class="primary" data-testid="clock-set">{page[PanelTexts.SetClock]}</button>
            </form>
            """));
    }
}
