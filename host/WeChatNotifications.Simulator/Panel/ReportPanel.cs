using System.Globalization;
using System.Text;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Pages;
using WeChatNotifications.Simulator.Reports;

namespace WeChatNotifications.Simulator.Panel;

/// <summary>What has happened, in numbers that renew themselves, and the way to forget it.</summary>
internal sealed class ReportPanel(SimulatorControl control)
{
    private const string Path = "";
    private const string ScopeField = "scope";
    private const string SureField = "sure";

    public Task ShowAsync(PageContext page) => ShowAsync(page, PostedForm.Unsent(page));

    /// <summary>The numbers alone, for the script that renews them.</summary>
    public Task ShowNumbersAsync(PageContext page)
    {
        page.Http.Response.ContentType = "text/html; charset=utf-8";
        return page.Http.Response.WriteAsync(Numbers(page).ToString(), Encoding.UTF8, page.Aborted);
    }

    public async Task ResetAsync(PageContext page)
    {
        var form = await PostedForm.ReadAsync(page);
        var scope = form.Value(ScopeField) switch
        {
            "traffic" => ResetScope.Traffic,
            "all" => ResetScope.All,
            _ => default(ResetScope?),
        };
        if (scope is null)
        {
            form.Fail(ScopeField, PageTexts.NotAChoice);
        }

        if (!form.Ticked(SureField))
        {
            form.Fail(SureField, PanelTexts.ResetNotSure);
        }

        await (form.Do(given: null, () => control.Reset(scope!.Value)) ? PanelFrame.DoneAsync(page, Path) : ShowAsync(page, form));
    }

    private Task ShowAsync(PageContext page, PostedForm form) => PanelFrame.ShowAsync(page, Path, form, Html.Of($"""
        <div id="report" data-from="{PanelFrame.Root}/report?{PageLanguages.QueryName}={page.Language.Tag()}" data-testid="report">{Numbers(page)}</div>
        <p><a href="{PanelFrame.Root}" class="button">{page[PanelTexts.Refresh]}</a></p>
        {ResetForm(page, form)}
        """));

    private Html Numbers(PageContext page)
    {
        var report = control.Report();
        return Html.Of($"""
            <dl class="numbers" data-accepted="{report.Accepted}">
            <div><dt>{page[PanelTexts.Rate]}</dt><dd id="rate" data-testid="rate">–</dd><dd class="hint" id="rate-hint" data-live="{page[PanelTexts.RateHint]}">{page[PanelTexts.NeedsScript]}</dd></div>
            {Number(page, PanelTexts.Accepted, report.Accepted, "accepted")}
            {Number(page, PanelTexts.Distinct, report.Distinct, "distinct")}
            {Number(page, PanelTexts.Duplicates, report.Duplicates, "duplicates")}
            {Number(page, PanelTexts.Kept, report.Kept, "kept")}
            {Number(page, PanelTexts.MostOpen, report.MaxConcurrentSends, "most-open")}
            {Number(page, PanelTexts.MostPerUser, report.MaxConcurrentPerOpenId, "most-per-user")}
            </dl>
            {Calls(page, report)}
            {ByApp(page, report)}
            {Tokens(page, report)}
            """);
    }

    private static Html Number(PageContext page, Text name, long value, string id) =>
        Html.Of($"""<div><dt>{page[name]}</dt><dd data-testid="{id}">{value.ToString("N0", CultureInfo.InvariantCulture)}</dd></div>""");

    private static Html Calls(PageContext page, SimulatorReport report) => report.Calls.Count == 0
        ? Html.Of($"""<p class="empty">{page[PanelTexts.NoCalls]}</p>""")
        : Html.Of($"""
            <div class="wide"><table data-testid="calls"><caption>{page[PanelTexts.CallsByOutcome]}</caption>
            <thead><tr><th scope="col">{page[PanelTexts.Path]}</th><th scope="col">{page[PanelTexts.Outcome]}</th><th scope="col" class="number">{page[PanelTexts.Count]}</th></tr></thead>
            <tbody>{Html.Each(report.Calls.OrderBy(call => call.Path, StringComparer.Ordinal), call => Html.Of($"""<tr><th scope="row"><code>{call.Path}</code></th><td>{call.Outcome}</td><td class="number">{call.Count}</td></tr>"""))}</tbody></table></div>
            """);

    private static Html ByApp(PageContext page, SimulatorReport report) => report.AcceptedByApp.Count == 0 ? Html.None : Html.Of($"""
        <div class="wide"><table><caption>{page[PanelTexts.ByApp]}</caption>
        <thead><tr><th scope="col">{page[PanelTexts.App]}</th><th scope="col" class="number">{page[PanelTexts.Count]}</th></tr></thead>
        <tbody>{Html.Each(report.AcceptedByApp.OrderBy(app => app.Key, StringComparer.Ordinal), app => Html.Of($"""<tr><th scope="row"><code>{app.Key}</code></th><td class="number">{app.Value}</td></tr>"""))}</tbody></table></div>
        """);

    private static Html Tokens(PageContext page, SimulatorReport report)
    {
        var called = report.TokenCalls.Where(call => call.Calls > 0).ToArray();
        return called.Length == 0 ? Html.None : Html.Of($"""
            <div class="wide"><table><caption>{page[PanelTexts.TokenCalls]}</caption>
            <thead><tr><th scope="col">{page[PanelTexts.App]}</th><th scope="col">{page[PanelTexts.TokenKind]}</th><th scope="col" class="number">{page[PanelTexts.Calls]}</th><th scope="col" class="number">{page[PanelTexts.Forced]}</th></tr></thead>
            <tbody>{Html.Each(called, call => Html.Of($"""<tr><th scope="row"><code>{call.AppId}</code></th><td>{call.Kind}</td><td class="number">{call.Calls}</td><td class="number">{call.ForcedRefreshes}</td></tr>"""))}</tbody></table></div>
            """);
    }

    private static Html ResetForm(PageContext page, PostedForm form) => Html.Of($"""
        <form method="post" action="{PanelFrame.Root}/reset" class="card" data-testid="reset-form">
        <h2>{page[PanelTexts.Reset]}</h2>
        {Fields.List(PanelFrame.FieldOf(page, form, ScopeField, PanelTexts.Reset, "traffic"), [("traffic", page[PanelTexts.ResetTraffic]), ("all", page[PanelTexts.ResetAll])])}
        {Fields.Tick(SureField, page[PanelTexts.ResetSure], on: false, required: true)}
        {(form.FaultOf(SureField) is { } fault ? Html.Of($"""<p class="fault" role="alert">{fault}</p>""") : Html.None)}
        <button type="submit" class="danger" data-testid="reset">{page[PanelTexts.Reset]}</button>
        </form>
        """);
}
