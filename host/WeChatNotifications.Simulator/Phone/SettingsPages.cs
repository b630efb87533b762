using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Grants;
using WeChatNotifications.Simulator.Pages;

namespace WeChatNotifications.Simulator.Phone;

/// <summary>The user's settings for one app: subscriptions, the main switch, blocking and, of an official account, following.</summary>
internal sealed class SettingsPages(SimulatorControl control)
{
    private const string TemplateField = "template";

    private static readonly Dictionary<string, Text> Notes = new(StringComparer.Ordinal)
    {
        ["changed"] = PhoneTexts.Changed,
        ["off"] = PhoneTexts.SwitchedOff,
        ["on"] = PhoneTexts.SwitchedOn,
    };

    public Task ShowAsync(PageContext page, PhoneOwner owner) => ShowAsync(page, owner, fault: null);

    /// <summary>One change; which one is the last part of the address.</summary>
    public async Task ChangeAsync(PageContext page, PhoneOwner owner)
    {
        var form = await PostedForm.ReadAsync(page);
        var (appId, openId) = (owner.App.AppId, owner.User.OpenId);
        var user = new UserSeed { AppId = appId, OpenId = openId };
        var template = form.Value(TemplateField);
        var change = PhoneAddress.Read(page.Http, "change");
        (Action? Act, string Note) todo = change switch
        {
            "unsubscribe" => (() => control.UnsubscribeTemplate(new() { AppId = appId, OpenId = openId, TemplateIds = [template] }), "off"),
            "resubscribe" => (() => control.SetGrant(new() { AppId = appId, OpenId = openId, TemplateId = template, Rejected = false }), "on"),
            "main-switch-on" => (() => control.SetUser(user with { MainSwitch = true }), "changed"),
            "main-switch-off" => (() => control.SetUser(user with { MainSwitch = false }), "changed"),
            "block" => (() => control.BlockUser(appId, openId), "changed"),
            "unblock" => (() => control.BlockUser(appId, openId, blocked: false), "changed"),
            "follow" => (() => control.Follow(new() { AppId = appId, OpenId = openId }), "changed"),
            "unfollow" => (() => control.Unfollow(new() { AppId = appId, OpenId = openId }), "changed"),
            "messages-on" => (() => control.SetUser(user with { MessagesOff = false }), "changed"),
            "messages-off" => (() => control.SetUser(user with { MessagesOff = true }), "changed"),
            _ => (null, ""),
        };
        if (todo.Act is null)
        {
            await page.NotFoundAsync();
        }
        else if (form.Do(given: null, todo.Act))
        {
            await page.GoTo($"{PhoneAddress.OfSettings(owner)}?{Notices.DoneName}={todo.Note}");
        }
        else
        {
            await ShowAsync(page, owner, form.Refusal);
        }
    }

    private Task ShowAsync(PageContext page, PhoneOwner owner, string? fault) => page.WriteAsync(
        PhoneFrame.Around(page, owner, PhonePart.Settings, new()
        {
            Title = page[PhoneTexts.Settings],
            Content = Html.Of($"""
                {Notices.Done(page, Notes)}{Notices.Fault(page, fault)}
                {Subscriptions(page, owner)}
                {General(page, owner)}
                """),
        }),
        fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    private Html Subscriptions(PageContext page, PhoneOwner owner)
    {
        var grants = control.Grants(owner.App.AppId, owner.User.OpenId).ToDictionary(grant => grant.TemplateId, StringComparer.Ordinal);
        var templates = owner.App.Templates.Values.Where(template => template is { Kind: TemplateKind.Subscribe, Deleted: false }).OrderBy(template => template.Order);
        return Html.Of($"""
            <section aria-labelledby="subscriptions-title" data-testid="subscriptions">
            <h2 id="subscriptions-title">{page[PhoneTexts.SubscribeMessages]}</h2>
            <ul class="settings">
            {Setting(page, owner, "main-switch", page[PhoneTexts.MainSwitch], page[owner.User.MainSwitchOff ? PhoneTexts.Off : PhoneTexts.On], owner.User.MainSwitchOff
                ? ("main-switch-on", page[PhoneTexts.TurnOn])
                : ("main-switch-off", page[PhoneTexts.TurnOff]))}
            {Html.Each(templates, template => Subscription(page, owner, template, grants.GetValueOrDefault(template.TemplateId)))}
            </ul>
            </section>
            """);
    }

    /// <summary>Turned off, what had been accepted is lost, and the app's server is told; turned on again, nothing is told.</summary>
    private static Html Subscription(PageContext page, PhoneOwner owner, SimulatedTemplate template, GrantState? grant)
    {
        var title = template.Title.Length > 0 ? template.Title : template.TemplateId;
        var state = grant switch
        {
            null => page[PhoneTexts.NeverAsked],
            { Rejected: true } => page[PhoneTexts.TurnedOff],
            { LongTerm: true } => page[PhoneTexts.AlwaysOn],
            _ => page.Say(PhoneTexts.SendsLeft, grant.Sends),
        };
        var kept = owner.User.AlwaysChoice(template.TemplateId);
        return Setting(
            page, owner, "subscription", title, kept is { } always ? $"{state} · {page[always ? PhoneTexts.AlwaysAccepts : PhoneTexts.AlwaysRejects]}" : state, grant switch
            {
                null => null,
                { Rejected: true } => ("resubscribe", page[PhoneTexts.TurnOn]),
                _ => ("unsubscribe", page[PhoneTexts.TurnOff]),
            },
            template.TemplateId);
    }

    private static Html General(PageContext page, PhoneOwner owner)
    {
        var (app, user) = (owner.App, owner.User);
        return Html.Of($"""
            <section aria-labelledby="general-title" data-testid="general">
            <h2 id="general-title">{app.Name}</h2>
            <ul class="settings">
            {(app.Kind == AppKind.OfficialAccount ? Html.Of($"""
                {Setting(page, owner, "follow", page.Say(PhoneTexts.Following, app.Name), page[user.IsFollower ? PhoneTexts.Yes : PhoneTexts.No], user.IsFollower
                    ? ("unfollow", page[PhoneTexts.Unfollow])
                    : ("follow", page[PhoneTexts.Follow]))}
                {Setting(page, owner, "messages", page.Say(PhoneTexts.AccountMessages, app.Name), page[user.MessagesOff ? PhoneTexts.Off : PhoneTexts.On], user.MessagesOff
                    ? ("messages-on", page[PhoneTexts.TurnOn])
                    : ("messages-off", page[PhoneTexts.TurnOff]))}
                """) : Html.None)}
            {Setting(page, owner, "block", page.Say(PhoneTexts.Blocking, app.Name), page[user.Blocked ? PhoneTexts.Yes : PhoneTexts.No], user.Blocked
                ? ("unblock", page[PhoneTexts.Unblock])
                : ("block", page[PhoneTexts.Block]))}
            </ul>
            </section>
            """);
    }

    private static Html Setting(PageContext page, PhoneOwner owner, string name, string label, string state, (string Change, string Words)? button, string? templateId = null) => Html.Of($"""
        <li data-testid="setting-{name}"{Html.Attribute("data-template", templateId)}><span class="name">{label}</span> <span class="state" data-testid="state">{state}</span>
        {(button is { } known ? Html.Of($"""
            <form method="post" action="{PhoneAddress.OfSettings(owner)}/{known.Change}">{(templateId is null ? Html.None : Html.Of($"""<input type="hidden" name="{TemplateField}" value="{templateId}">"""))}<button type="submit" aria-label="{page.Say(PhoneTexts.Preview, known.Words, label)}" data-testid="{known.Change}">{known.Words}</button></form>
            """) : Html.None)}
        </li>
        """);
}
