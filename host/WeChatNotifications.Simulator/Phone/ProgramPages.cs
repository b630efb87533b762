using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.FormIds;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Pages;

namespace WeChatNotifications.Simulator.Phone;

/// <summary>What a user does in a mini program so that it can send: log in, submit forms, pay.</summary>
internal sealed class ProgramPages(SimulatedWeChat weChat, SimulatorControl control)
{
    private const int MostShown = 50;

    public Task ShowAsync(PageContext page, PhoneOwner owner) => ShowAsync(page, owner, got: [], fault: null);

    public async Task ActAsync(PageContext page, PhoneOwner owner)
    {
        var form = await PostedForm.ReadAsync(page);
        var (appId, openId) = (owner.App.AppId, owner.User.OpenId);
        IReadOnlyList<string> got = [];
        Action? act = PhoneAddress.Read(page.Http, "act") switch
        {
            "log-in" => () => got = control.IssueLoginCodes(new() { AppId = appId, OpenId = openId }).Codes,
            "form" => () => got = control.IssueFormIds(new() { AppId = appId, OpenId = openId }).FormIds,
            "pay" => () => got = control.IssueFormIds(new() { AppId = appId, OpenId = openId, Kind = FormIdKind.PrepayId }).FormIds,
            _ => null,
        };
        if (act is null)
        {
            await page.NotFoundAsync();
            return;
        }

        form.Do(given: null, act);
        await ShowAsync(page, owner, got, form.Refusal);
    }

    private Task ShowAsync(PageContext page, PhoneOwner owner, IReadOnlyList<string> got, string? fault)
    {
        if (owner.App.Kind != AppKind.MiniProgram)
        {
            return page.NotFoundAsync(page.Say(PhoneTexts.NoForms, owner.App.Name));
        }

        var retired = weChat.Settings.Period == SimulatedPeriod.Today;
        return page.WriteAsync(
            PhoneFrame.Around(page, owner, PhonePart.Program, new()
            {
                Title = page.Say(PhoneTexts.ProgramTitle, owner.App.Name),
                Content = Html.Of($"""
                    {Notices.Fault(page, fault)}
                    <p class="hint">{page[PhoneTexts.ProgramWords]}</p>
                    <div role="status">{Html.Each(got, value => Html.Of($"""<p class="done">{page[PhoneTexts.GotFormIds]} <code data-testid="got">{value}</code></p>"""))}</div>
                    {Act(owner, "log-in", page[PhoneTexts.LogIn], page[PhoneTexts.LogInWords])}
                    {Act(owner, "form", page[PhoneTexts.SubmitForm], page[retired ? PhoneTexts.FormsRetired : PhoneTexts.FormWords])}
                    {Act(owner, "pay", page[PhoneTexts.Pay], page.Say(PhoneTexts.PayWords, owner.App.PrepayIdUses))}
                    {Ids(page, owner)}
                    """),
            }),
            fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    private static Html Act(PhoneOwner owner, string act, string name, string words) => Html.Of($"""
        <form method="post" action="{PhoneAddress.OfProgram(owner)}/{act}" class="act"><button type="submit" class="primary" aria-describedby="{act}-words" data-testid="{act}">{name}</button><p class="hint" id="{act}-words">{words}</p></form>
        """);

    private Html Ids(PageContext page, PhoneOwner owner)
    {
        var now = weChat.Clock.GetUtcNow();
        var states = control.FormIds(owner.App.AppId, owner.User.OpenId).Reverse().Take(MostShown).ToArray();
        return Html.Of($"""
            <section aria-labelledby="ids-title" data-testid="form-ids"><h2 id="ids-title">{page[PhoneTexts.FormIds]}</h2>
            {(states.Length == 0 ? Html.Of($"""<p class="hint">{page[PhoneTexts.NoFormIds]}</p>""") : Html.Of($"""
                <ul class="ids">{Html.Each(states, state => Html.Of($"""
                    <li data-testid="form-id"><code>{state.FormId}</code><span>{page[state.Kind == FormIdKind.FormId ? PhoneTexts.FormKind : PhoneTexts.PayKind]} · {page.Say(PhoneTexts.UsesLeft, state.UsesLeft)} · {page[PhoneTexts.Expires]} {PhoneTime.Of(page.Language, state.ExpiresAt, now)}</span></li>
                    """))}</ul>
                """))}
            </section>
            """);
    }
}
