using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Pages;

namespace WeChatNotifications.Simulator.Panel;

/// <summary>What the pages of the control panel have in common.</summary>
internal static class PanelFrame
{
    public const string Root = "/control";
    public const string AppField = "appId";

    private static readonly (string Path, Text Name)[] Parts =
    [
        ("", PanelTexts.Report),
        ("/faults", PanelTexts.Faults),
        ("/latency", PanelTexts.Latency),
        ("/quotas", PanelTexts.Quotas),
        ("/clock", PanelTexts.Clock),
        ("/behaviour", PanelTexts.Behaviour),
        ("/apps", PanelTexts.Apps),
    ];

    private static readonly Dictionary<string, Text> Notes = new(StringComparer.Ordinal) { ["yes"] = PanelTexts.Done };

    /// <param name="page">Who reads it.</param>
    /// <param name="path">Which part it is.</param>
    /// <param name="form">What was sent, with its faults.</param>
    /// <param name="content">The part itself.</param>
    public static Task ShowAsync(PageContext page, string path, PostedForm form, Html content)
    {
        var title = page[Parts.First(part => part.Path == path).Name];
        return page.WriteAsync(
            new()
            {
                Title = title,
                Section = PageSection.Control,
                Style = "panel.css",
                Script = path.Length == 0 ? "panel.js" : null,
                Main = Html.Of($"""
                    <nav class="parts" aria-label="{page[PanelTexts.Panel]}">{Html.Each(Parts, part => Html.Of($"""<a href="{Root}{part.Path}"{Html.Attribute("aria-current", part.Path == path ? "page" : null)} data-testid="panel{part.Path.Replace('/', '-')}">{page[part.Name]}</a> """))}</nav>
                    <h1>{title}</h1>
                    {Notices.Done(page, Notes)}{Notices.Fault(page, form.Refusal)}
                    {content}
                    """),
            },
            form.HasFaults ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    public static Task DoneAsync(PageContext page, string path, string? appId = null) =>
        page.GoTo($"{Root}{path}?{Notices.DoneName}=yes{(appId is null ? "" : $"&{AppField}={Uri.EscapeDataString(appId)}")}");

    /// <summary>The app a page is about: the one asked for, else the first. Null: there is none.</summary>
    public static AppState? AppOf(PageContext page, IReadOnlyList<AppState> apps)
    {
        var asked = page.Query(AppField);
        return asked.Length == 0 ? (apps.Count > 0 ? apps[0] : null) : apps.FirstOrDefault(app => app.AppId == asked);
    }

    public static Html AppChoice(PageContext page, string path, IReadOnlyList<AppState> apps, AppState current) => Html.Of($"""
        <form method="get" action="{Root}{path}" class="choose" data-testid="choose-app">
        {Fields.List(new() { Name = AppField, Label = page[PanelTexts.App], Value = current.AppId }, apps.Select(app => (app.AppId, app.AppId)))}
        <button type="submit">{page[PanelTexts.Choose]}</button>
        </form>
        """);

    /// <summary>A form of one button.</summary>
    public static Html Button(string path, Text name, PageContext page, params (string Name, string Value)[] values) => Html.Of($"""
        <form method="post" action="{Root}{path}" class="single">{Html.Each(values, value => Html.Of($"""<input type="hidden" name="{value.Name}" value="{value.Value}">"""))}<button type="submit" data-testid="{path[1..].Replace('/', '-')}">{page[name]}</button></form>
        """);

    /// <summary>A range as its field's hint.</summary>
    public static Field FieldOf(PageContext page, PostedForm form, string name, Text label, string initial = "", Text? hint = null, string scope = "") => new()
    {
        Name = name,
        Scope = scope,
        Label = page[label],
        Value = form.Value(name, initial),
        Hint = hint is null ? null : page[hint],
        Fault = form.FaultOf(name),
    };
}
