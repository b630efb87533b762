using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Pages;

namespace WeChatNotifications.Simulator.Panel;

/// <summary>Which WeChat answers, and how.</summary>
internal sealed class BehaviourPanel(SimulatorControl control)
{
    private const string Path = "/behaviour";
    private static readonly (SimulatedPeriod Period, Text Name)[] Periods = [(SimulatedPeriod.Today, PanelTexts.PeriodToday), (SimulatedPeriod.Of2018, PanelTexts.Period2018)];

    public Task ShowAsync(PageContext page) => ShowAsync(page, PostedForm.Unsent(page));

    public async Task SetAsync(PageContext page)
    {
        var form = await PostedForm.ReadAsync(page);
        var period = Array.FindIndex(Periods, known => known.Period.ToString() == form.Value(nameof(SimulatorSettings.Period)));
        if (period < 0)
        {
            form.Fail(nameof(SimulatorSettings.Period), PageTexts.NotAChoice);
        }

        var change = new SimulatorSettings
        {
            Period = period < 0 ? null : Periods[period].Period,
            MsgIdAbsent = form.Ticked(nameof(SimulatorSettings.MsgIdAbsent)),
            RefuseEscapedUnicode = form.Ticked(nameof(SimulatorSettings.RefuseEscapedUnicode)),
            PushSilentChoices = form.Ticked(nameof(SimulatorSettings.PushSilentChoices)),
            SensitiveWords = form.Value(nameof(SimulatorSettings.SensitiveWords)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };
        await (form.Do(change, () => control.ChangeSettings(change)) ? PanelFrame.DoneAsync(page, Path) : ShowAsync(page, form));
    }

    private Task ShowAsync(PageContext page, PostedForm form)
    {
        var settings = control.Settings();
        bool On(string name, bool? now) => form.HasFaults ? form.Ticked(name) : now == true;
        return PanelFrame.ShowAsync(page, Path, form, Html.Of($"""
            <form method="post" action="{PanelFrame.Root}{Path}" class="card" data-testid="behaviour-form" novalidate>
            {Fields.List(PanelFrame.FieldOf(page, form, nameof(SimulatorSettings.Period), PanelTexts.Period, $"{settings.Period}"), Periods.Select(period => (period.Period.ToString(), page[period.Name])))}
            {Fields.Tick(nameof(SimulatorSettings.MsgIdAbsent), page[PanelTexts.MsgIdAbsent], On(nameof(SimulatorSettings.MsgIdAbsent), settings.MsgIdAbsent))}
            {Fields.Tick(nameof(SimulatorSettings.RefuseEscapedUnicode), page[PanelTexts.RefuseEscaped], On(nameof(SimulatorSettings.RefuseEscapedUnicode), settings.RefuseEscapedUnicode))}
            {Fields.Tick(nameof(SimulatorSettings.PushSilentChoices), page[PanelTexts.SilentChoices], On(nameof(SimulatorSettings.PushSilentChoices), settings.PushSilentChoices))}
            {Fields.Lines(PanelFrame.FieldOf(page, form, nameof(SimulatorSettings.SensitiveWords), PanelTexts.SensitiveWords, string.Join('\n', settings.SensitiveWords ?? []), PanelTexts.SensitiveWordsHint))}
            <button type="submit" class="primary" data-testid="behaviour-set">{page[PanelTexts.Save]}</button>
            </form>
            """));
    }
}
