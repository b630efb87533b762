using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Pages;
using WeChatNotifications.Simulator.Quotas;

namespace WeChatNotifications.Simulator.Panel;

/// <summary>The limits of an app and how much of them is used.</summary>
internal sealed class QuotaPanel(SimulatorControl control)
{
    private const string Path = "/quotas";
    private const long NoLimit = -1;

    private static readonly Dictionary<string, Text> Names = new(StringComparer.Ordinal)
    {
        ["sendsPerDay"] = PanelTexts.SendsPerDay,
        ["sendsPerMinute"] = PanelTexts.SendsPerMinute,
        ["templateMessagesPerDay"] = PanelTexts.TemplateMessagesPerDay,
        ["templateMessagesPerMinute"] = PanelTexts.TemplateMessagesPerMinute,
        ["uniformMessagesPerDay"] = PanelTexts.UniformMessagesPerDay,
        ["uniformMessagesPerMinute"] = PanelTexts.UniformMessagesPerMinute,
        ["officialAccountTemplateMessagesPerDay"] = PanelTexts.OfficialPerDay,
        ["officialAccountTemplateMessagesPerMinute"] = PanelTexts.OfficialPerMinute,
        ["classicTokensPerDay"] = PanelTexts.ClassicTokensPerDay,
        ["classicTokensPerMinute"] = PanelTexts.ClassicTokensPerMinute,
        ["stableTokensPerDay"] = PanelTexts.StableTokensPerDay,
        ["stableTokensPerMinute"] = PanelTexts.StableTokensPerMinute,
        ["forcedRefreshesPerDay"] = PanelTexts.ForcedRefreshesPerDay,
        ["followerListsPerDay"] = PanelTexts.FollowerListsPerDay,
        ["followerInfosPerDay"] = PanelTexts.FollowerInfosPerDay,
        ["templateListsPerDay"] = PanelTexts.TemplateListsPerDay,
    };

    public Task ShowAsync(PageContext page) => ShowAsync(page, PostedForm.Unsent(page), PanelFrame.AppOf(page, control.Apps()));

    public async Task SetAsync(PageContext page)
    {
        var form = await PostedForm.ReadAsync(page);
        if (Find(form) is not { } app)
        {
            await page.NotFoundAsync(page.Say(PanelTexts.NoApp, form.Value(PanelFrame.AppField)));
            return;
        }

        var limits = Changed(form, control.Quotas(app.AppId));
        await (form.Do(limits, () => control.SetQuotas(new() { AppId = app.AppId, Limits = limits })) ? PanelFrame.DoneAsync(page, Path, app.AppId) : ShowAsync(page, form, app));
    }

    public async Task ResetUseAsync(PageContext page)
    {
        var form = await PostedForm.ReadAsync(page);
        var appId = form.Value(PanelFrame.AppField);
        await (form.Do(given: null, () => control.SetQuotas(new() { AppId = appId, ResetUse = true }))
            ? PanelFrame.DoneAsync(page, Path, appId)
            : page.NotFoundAsync(page.Say(PanelTexts.NoApp, appId)));
    }

    /// <summary>Only what differs is set: what somebody else changed meanwhile stays.</summary>
    private static AppLimits Changed(PostedForm form, IReadOnlyList<QuotaState> states)
    {
        var limits = new JsonObject();
        foreach (var state in states)
        {
            var limit = form.Number(state.Name) ?? NoLimit;
            if (form.FaultOf(state.Name) is null && limit != (state.Limit ?? NoLimit))
            {
                limits[state.Name] = limit;
            }
        }

        return limits.Deserialize(SimulatorJsonContext.Default.AppLimits)!;
    }

    private AppState? Find(PostedForm form) => control.Apps().FirstOrDefault(app => app.AppId == form.Value(PanelFrame.AppField));

    private Task ShowAsync(PageContext page, PostedForm form, AppState? app)
    {
        if (app is null)
        {
            return page.Query(PanelFrame.AppField) is { Length: > 0 } asked
                ? page.NotFoundAsync(page.Say(PanelTexts.NoApp, asked))
                : PanelFrame.ShowAsync(page, Path, form, Html.Of($"""<p class="empty">{page[PanelTexts.NoApps]}</p>"""));
        }

        return PanelFrame.ShowAsync(page, Path, form, Html.Of($"""
            {PanelFrame.AppChoice(page, Path, control.Apps(), app)}
            <form method="post" action="{PanelFrame.Root}{Path}" class="card" data-testid="quota-form" novalidate>
            <h2>{page.Say(PanelTexts.QuotasOf, app.AppId)}</h2>
            <input type="hidden" name="{PanelFrame.AppField}" value="{app.AppId}">
            <p class="hint">{page[PanelTexts.LimitHint]}</p>
            <div class="fields">{Html.Each(control.Quotas(app.AppId), quota => Line(page, form, quota))}</div>
            <button type="submit" class="primary" data-testid="quota-set">{page[PanelTexts.Save]}</button>
            </form>
            {PanelFrame.Button($"{Path}/reset-use", PanelTexts.ResetUse, page, (PanelFrame.AppField, app.AppId))}
            """));
    }

    private static Html Line(PageContext page, PostedForm form, QuotaState quota) => Fields.Line(new()
    {
        Name = quota.Name,
        Label = page[Names[quota.Name]],
        Value = form.Value(quota.Name, quota.Limit?.ToString(CultureInfo.InvariantCulture) ?? ""),
        Hint = page.Say(PanelTexts.Used, quota.Used),
        Fault = form.FaultOf(quota.Name),
        Keyboard = "numeric",
    });
}
