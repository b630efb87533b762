using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Pages;

namespace WeChatNotifications.Simulator.Phone;

/// <summary>The apps and their users, a page at a time: by the newest message, or followers in WeChat's order.</summary>
internal sealed class UserPages(SimulatedWeChat weChat)
{
    private const int PageSize = 50;

    public Task ShowAsync(PageContext page)
    {
        var apps = weChat.Apps.Values.OrderBy(app => app.AppId, StringComparer.Ordinal).ToArray();
        var asked = page.Query("app");
        var app = asked.Length == 0 ? apps.FirstOrDefault() : weChat.Apps.GetValueOrDefault(asked);
        return app is null && asked.Length > 0
            ? page.NotFoundAsync(page.Say(PhoneTexts.NoApp, asked))
            : page.WriteAsync(new()
            {
                Title = page[PhoneTexts.Phones],
                Section = PageSection.Phones,
                Style = "phone.css",
                Main = Html.Of($"""
                    <h1>{page[PhoneTexts.Phones]}</h1>
                    <p class="hint">{page[PhoneTexts.PhonesWords]}</p>
                    {(app is null ? Html.Of($"""<p class="empty" data-testid="empty">{page[PhoneTexts.NoApps]}</p>""") : Html.Of($"""
                        {Apps(page, apps, app)}
                        {(page.Query("list") == "followers" && app.Kind == AppKind.OfficialAccount ? Followers(page, app) : Users(page, app))}
                        """))}
                    """),
            });
    }

    private static Html Apps(PageContext page, SimulatedApp[] apps, SimulatedApp current) => Html.Of($"""
        <nav aria-label="{page[PhoneTexts.Apps]}"><ul class="apps" data-testid="apps">{Html.Each(apps, app => Html.Of($"""
            <li><a href="{ListOf(app)}"{Html.Attribute("aria-current", app == current ? "true" : null)} data-testid="app" data-app="{app.AppId}">
            {PhoneFrame.Avatar(app.Name, app.AppId)}<span class="name">{app.Name}</span>
            <span class="kind">{page[app.Kind == AppKind.OfficialAccount ? PhoneTexts.OfficialAccount : PhoneTexts.MiniProgram]} · {page.Say(PhoneTexts.UserCount, Grouped(app.Users.Count))}{(app.Followers.Count > 0 ? $" · {page.Say(PhoneTexts.FollowerCount, Grouped(app.Followers.Count))}" : "")}</span></a></li>
            """))}</ul></nav>
        """);

    private Html Users(PageContext page, SimulatedApp app)
    {
        var part = page.Query("q").Trim();
        var after = long.TryParse(page.Query("last"), out var last) ? new UserPlace(last, page.Query("after")) : UserPlace.Top;
        var found = UserSearch.Find(app, part, after, PageSize);
        var more = found.IsLast ? null : $"{ListOf(app)}&q={Uri.EscapeDataString(part)}&last={found.Users[^1].LastMessageId}&after={Uri.EscapeDataString(found.Users[^1].OpenId)}";
        return Html.Of($"""
            <section aria-labelledby="users-title">
            <h2 id="users-title">{page.Say(PhoneTexts.UsersOf, app.Name)}</h2>
            {Lists(page, app, followers: false)}
            <form method="get" action="{PhoneAddress.Root}" role="search" class="search">
            <input type="hidden" name="app" value="{app.AppId}">
            <label for="q">{page[PhoneTexts.Search]}</label> <input id="q" name="q" type="search" value="{part}" autocomplete="off" spellcheck="false" data-testid="search"> <button type="submit">{page[PhoneTexts.Find]}</button>
            </form>
            <p class="hint" role="status" data-testid="found">{page.Say(PhoneTexts.Found, Grouped(found.Total))}</p>
            {(found.Users.Count == 0 ? Html.Of($"""<p class="empty" data-testid="empty">{page[part.Length > 0 ? PhoneTexts.NobodyFound : PhoneTexts.NoUsers]}</p>""") : Html.None)}
            <ul class="users" data-testid="users">{Html.Each(found.Users, user => User(page, app, user))}</ul>
            {Paging(page, $"{ListOf(app)}&q={Uri.EscapeDataString(part)}", isFirst: after == UserPlace.Top, more)}
            </section>
            """);
    }

    private Html User(PageContext page, SimulatedApp app, SimulatedUser user)
    {
        var kept = weChat.Messages.Find(user.LastMessageId);
        return Html.Of($"""
            <li><a href="{PhoneAddress.Of(app.AppId, user.OpenId)}" data-testid="user" data-openid="{user.OpenId}"><span class="name">{user.OpenId}</span>
            <span class="last">{(kept is null ? page[PhoneTexts.NoMessages] : CardContent.Of(kept.Message, kept.Template).Title)}</span>{(kept is null ? Html.None : Html.Of($"""<span class="at">{PhoneTime.Of(page.Language, kept.Message.At, weChat.Clock.GetUtcNow())}</span>"""))}</a></li>
            """);
    }

    private static Html Followers(PageContext page, SimulatedApp app)
    {
        var after = page.Query("after");
        if (app.Followers.ListAfter(after, PageSize) is not { } found)
        {
            return Html.Of($"""<p class="empty" data-testid="empty">{page[PhoneTexts.NobodyFound]}</p>""");
        }

        var more = found.IsLast ? null : $"{ListOf(app)}&list=followers&after={Uri.EscapeDataString(found.OpenIds[^1])}";
        return Html.Of($"""
            <section aria-labelledby="users-title">
            <h2 id="users-title">{page.Say(PhoneTexts.FollowersOf, app.Name)}</h2>
            {Lists(page, app, followers: true)}
            <p class="hint" data-testid="found">{page.Say(PhoneTexts.Found, Grouped(found.Total))}</p>
            <ul class="users" data-testid="users">{Html.Each(found.OpenIds, openId => Html.Of($"""<li><a href="{PhoneAddress.Of(app.AppId, openId)}" data-testid="user" data-openid="{openId}"><span class="name">{openId}</span></a></li>"""))}</ul>
            {Paging(page, $"{ListOf(app)}&list=followers", isFirst: after.Length == 0, more)}
            </section>
            """);
    }

    /// <summary>Generated followers are users only once something was sent to them; they have a list of their own.</summary>
    private static Html Lists(PageContext page, SimulatedApp app, bool followers) => app.Kind == AppKind.MiniProgram ? Html.None : Html.Of($"""
        <p class="lists"><a href="{ListOf(app)}"{Html.Attribute("aria-current", followers ? null : "true")} data-testid="list-users">{page[PhoneTexts.AllUsers]}</a>
        <a href="{ListOf(app)}&amp;list=followers"{Html.Attribute("aria-current", followers ? "true" : null)} data-testid="list-followers">{page[PhoneTexts.AllFollowers]}</a></p>
        """);

    private static Html Paging(PageContext page, string first, bool isFirst, string? more) => isFirst && more is null ? Html.None : Html.Of($"""
        <nav class="paging" aria-label="{page[PhoneTexts.Pages]}">
        {(isFirst ? Html.None : Html.Of($"""<a href="{first}" data-testid="first-page">{page[PhoneTexts.FirstPage]}</a>"""))}
        {(more is null ? Html.None : Html.Of($"""<a href="{more}" rel="next" data-testid="next-page">{page[PhoneTexts.NextPage]}</a>"""))}
        </nav>
        """);

    private static string ListOf(SimulatedApp app) => $"{PhoneAddress.Root}?app={Uri.EscapeDataString(app.AppId)}";

    private static string Grouped(int number) => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
