using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Pages;

namespace WeChatNotifications.Simulator.Panel;

/// <summary>Faults: added, listed with how often they struck, removed.</summary>
internal sealed class FaultPanel(SimulatedWeChat weChat, SimulatorControl control)
{
    private const string Path = "/faults";
    private const string IdField = "id";

    private static readonly (FaultKind Kind, Text Name)[] Kinds =
    [
        (FaultKind.WeChatError, PanelTexts.WeChatError),
        (FaultKind.HttpStatus, PanelTexts.HttpStatus),
        (FaultKind.ResetBefore, PanelTexts.ResetBefore),
        (FaultKind.ResetAfter, PanelTexts.ResetAfter),
        (FaultKind.Hang, PanelTexts.Hang),
        (FaultKind.Slow, PanelTexts.Slow),
        (FaultKind.Truncated, PanelTexts.Truncated),
        (FaultKind.Html, PanelTexts.HtmlPage),
    ];

    public Task ShowAsync(PageContext page) => ShowAsync(page, PostedForm.Unsent(page));

    public async Task AddAsync(PageContext page)
    {
        var form = await PostedForm.ReadAsync(page);
        var kind = Array.FindIndex(Kinds, known => known.Kind.ToString() == form.Value(nameof(FaultRule.Kind)));
        if (kind < 0)
        {
            form.Fail(nameof(FaultRule.Kind), PageTexts.NotAChoice);
        }

        var rule = new FaultRule
        {
            Kind = kind < 0 ? default : Kinds[kind].Kind,
            Path = form.Optional(nameof(FaultRule.Path)),
            AppId = form.Optional(nameof(FaultRule.AppId)),
            OpenId = form.Optional(nameof(FaultRule.OpenId)),
            TemplateId = form.Optional(nameof(FaultRule.TemplateId)),
            Share = form.Decimal(nameof(FaultRule.Share)) ?? 1,
            Count = form.Whole(nameof(FaultRule.Count)),
            ErrorCode = form.Whole(nameof(FaultRule.ErrorCode)) ?? -1,
            Message = form.Optional(nameof(FaultRule.Message)),
            Status = form.Whole(nameof(FaultRule.Status)),
            DelayMs = form.Whole(nameof(FaultRule.DelayMs)) ?? 0,
            AfterProcessing = form.Ticked(nameof(FaultRule.AfterProcessing)),
        };
        if (rule is { Kind: FaultKind.Slow, DelayMs: 0 })
        {
            form.Fail(nameof(FaultRule.DelayMs), PageTexts.Required);
        }

        if (rule is { Kind: FaultKind.WeChatError, ErrorCode: 0 })
        {
            form.Fail(nameof(FaultRule.ErrorCode), PanelTexts.ErrorCodeHint);
        }

        await (form.Do(rule, () => control.AddFault(rule)) ? PanelFrame.DoneAsync(page, Path) : ShowAsync(page, form));
    }

    public async Task RemoveAsync(PageContext page)
    {
        var form = await PostedForm.ReadAsync(page);
        if (control.RemoveFault(form.Value(IdField)))
        {
            await PanelFrame.DoneAsync(page, Path);
            return;
        }

        form.Refuse(PanelTexts.NoFault);
        await ShowAsync(page, form);
    }

    public Task ClearAsync(PageContext page)
    {
        control.ClearFaults();
        return PanelFrame.DoneAsync(page, Path);
    }

    private Task ShowAsync(PageContext page, PostedForm form) => PanelFrame.ShowAsync(page, Path, form, Html.Of($"""
        {InForce(page)}
        {Form(page, form)}
        """));

    private Html InForce(PageContext page)
    {
        var faults = control.Faults();
        return Html.Of($"""
            <section aria-labelledby="faults-title"><h2 id="faults-title">{page[PanelTexts.FaultsInForce]}</h2>
            {(faults.Count == 0 ? Html.Of($"""<p class="empty" data-testid="no-faults">{page[PanelTexts.None]}</p>""") : Html.Of($"""
                <ul class="rules" data-testid="faults">{Html.Each(faults, fault => Html.Of($"""
                    <li data-testid="fault-rule"><span><strong>{page[Kinds.First(known => known.Kind == fault.Kind).Name]}</strong> {Describe(page, fault)} · {page.Say(PanelTexts.Struck, fault.Struck)}</span>
                    {PanelFrame.Button($"{Path}/remove", PanelTexts.Remove, page, (IdField, fault.Id))}</li>
                    """))}</ul>
                {PanelFrame.Button($"{Path}/clear", PanelTexts.RemoveAll, page)}
                """))}
            </section>
            """);
    }

    private static string Describe(PageContext page, FaultRule fault)
    {
        string?[] parts =
        [
            fault.Kind == FaultKind.WeChatError ? $"{fault.ErrorCode}" : null,
            fault.Status is { } status ? $"HTTP {status}" : null,
            fault.DelayMs > 0 ? $"{fault.DelayMs} ms" : null,
            fault.Path ?? page[PanelTexts.AllPaths],
            fault.AppId,
            fault.OpenId,
            fault.TemplateId,
            fault.Share < 1 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{page[PanelTexts.Share]}: {fault.Share}") : null,
            fault.Count is { } count ? $"{page[PanelTexts.FaultCount]}: {count}" : null,
            fault.AfterProcessing ? page[PanelTexts.After] : null,
        ];
        return string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    private Html Form(PageContext page, PostedForm form)
    {
        Field Of(string name, Text label, string initial = "", Text? hint = null) => PanelFrame.FieldOf(page, form, name, label, initial, hint);
        var apps = control.Apps().Select(app => (app.AppId, app.AppId));
        var paths = weChat.Endpoints.Keys.Order(StringComparer.Ordinal).Select(path => (path, path));
        return Html.Of($"""
            <form method="post" action="{PanelFrame.Root}{Path}" class="card" data-testid="fault-form" novalidate>
            <h2>{page[PanelTexts.AddFault]}</h2>
            <div class="fields">
            {Fields.List(Of(nameof(FaultRule.Kind), PanelTexts.FaultKind), Kinds.Select(kind => (kind.Kind.ToString(), page[kind.Name])))}
            {Fields.List(Of(nameof(FaultRule.Path), PanelTexts.Path), [("", page[PanelTexts.AllPaths]), .. paths])}
            {Fields.List(Of(nameof(FaultRule.AppId), PanelTexts.App), [("", page[PanelTexts.AnyApp]), .. apps])}
            {Fields.Line(Of(nameof(FaultRule.OpenId), PanelTexts.OpenId, hint: PanelTexts.EmptyForAny))}
            {Fields.Line(Of(nameof(FaultRule.TemplateId), PanelTexts.TemplateId, hint: PanelTexts.EmptyForAny))}
            {Fields.Line(Of(nameof(FaultRule.Share), PanelTexts.Share, "1", PanelTexts.ShareHint) with { Keyboard = "decimal" })}
            {Fields.Line(Of(nameof(FaultRule.Count), PanelTexts.FaultCount, hint: PanelTexts.CountHint) with { Keyboard = "numeric" })}
            {Fields.Line(Of(nameof(FaultRule.ErrorCode), PanelTexts.ErrorCode, "-1", PanelTexts.ErrorCodeHint))}
            {Fields.Line(Of(nameof(FaultRule.Message), PanelTexts.ErrorText, hint: PanelTexts.ErrorTextHint))}
            {Fields.Line(Of(nameof(FaultRule.Status), PanelTexts.Status, hint: PanelTexts.StatusHint) with { Keyboard = "numeric" })}
            {Fields.Line(Of(nameof(FaultRule.DelayMs), PanelTexts.Delay, hint: PanelTexts.DelayHint) with { Keyboard = "numeric" })}
            </div>
            {Fields.Tick(nameof(FaultRule.AfterProcessing), page[PanelTexts.After], form.Ticked(nameof(FaultRule.AfterProcessing)))}
            <button type="submit" class="primary" data-testid="fault-add">{page[PanelTexts.Add]}</button>
            </form>
            """);
    }
}
