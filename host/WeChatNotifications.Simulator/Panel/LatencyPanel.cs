using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Latency;
using WeChatNotifications.Simulator.Pages;

namespace WeChatNotifications.Simulator.Panel;

/// <summary>How long answers take.</summary>
internal sealed class LatencyPanel(SimulatedWeChat weChat, SimulatorControl control)
{
    private const string Path = "/latency";

    public Task ShowAsync(PageContext page) => ShowAsync(page, PostedForm.Unsent(page));

    public async Task SetAsync(PageContext page)
    {
        var form = await PostedForm.ReadAsync(page);
        var setting = new LatencySetting
        {
            Path = form.Needed(nameof(LatencySetting.Path)),
            FixedMs = form.Whole(nameof(LatencySetting.FixedMs)) ?? 0,
            JitterMs = form.Whole(nameof(LatencySetting.JitterMs)) ?? 0,
        };
        await (form.Do(setting, () => control.SetLatency(setting)) ? PanelFrame.DoneAsync(page, Path) : ShowAsync(page, form));
    }

    public Task ClearAsync(PageContext page)
    {
        control.ClearLatency();
        return PanelFrame.DoneAsync(page, Path);
    }

    private Task ShowAsync(PageContext page, PostedForm form)
    {
        var settings = control.Latencies();
        var paths = weChat.Endpoints.Keys.Order(StringComparer.Ordinal).Select(path => (path, path));
        return PanelFrame.ShowAsync(page, Path, form, Html.Of($"""
            <section aria-labelledby="latencies-title"><h2 id="latencies-title">{page[PanelTexts.LatencyInForce]}</h2>
            {(settings.Count == 0 ? Html.Of($"""<p class="empty" data-testid="no-latency">{page[PanelTexts.None]}</p>""") : Html.Of($"""
                <ul class="rules" data-testid="latencies">{Html.Each(settings, setting => Html.Of($"""
                    <li data-testid="latency-rule"><span><strong>{(setting.Path == LatencySetting.Everywhere ? page[PanelTexts.OtherPaths] : setting.Path)}</strong> {page.Say(PanelTexts.Milliseconds, setting.FixedMs, setting.JitterMs)}</span></li>
                    """))}</ul>
                {PanelFrame.Button($"{Path}/clear", PanelTexts.RemoveAll, page)}
                """))}
            </section>
            <form method="post" action="{PanelFrame.Root}{Path}" class="card" data-testid="latency-form" novalidate>
            <h2>{page[PanelTexts.SetLatency]}</h2>
            <div class="fields">
            {Fields.List(PanelFrame.FieldOf(page, form, nameof(LatencySetting.Path), PanelTexts.Path, LatencySetting.Everywhere), [(LatencySetting.Everywhere, page[PanelTexts.OtherPaths]), .. paths])}
            {Fields.Line(PanelFrame.FieldOf(page, form, nameof(LatencySetting.FixedMs), PanelTexts.FixedMs, "0", PanelTexts.LatencyHint) with { Keyboard = "numeric" })}
            {Fields.Line(PanelFrame.FieldOf(page, form, nameof(LatencySetting.JitterMs), PanelTexts.JitterMs, "0", PanelTexts.LatencyHint) with { Keyboard = "numeric" })}
            </div>
            <button type="submit" class="primary" data-testid="latency-set">{page[PanelTexts.Save]}</button>
            </form>
            """));
    }
}
