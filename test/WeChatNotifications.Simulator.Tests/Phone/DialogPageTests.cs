using System.Net;
using WeChatNotifications.Simulator.Push;
using WeChatNotifications.Simulator.Tests.Pages;
using WeChatNotifications.Simulator.Tests.Push;

namespace WeChatNotifications.Simulator.Tests.Phone;

/// <summary>What users decide on their phones: the dialog, the settings, the mini program.</summary>
public sealed class DialogPageTests : IAsyncLifetime
{
    private const string Shipped = "tmpl-shipped";
    private const string Late = "tmpl-late";
    private static readonly string Dialog = $"{PageCalls.Phone()}/subscribe";
    private static readonly string Settings = $"{PageCalls.Phone()}/settings";
    private PushReceiver _server = null!;
    private Given _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PushReceiver.Start();
        _shop = await Bound.Accounts();
        _shop.Control.SetTemplate(new() { AppId = Given.App, TemplateId = Shipped, Title = "Order shipped", Fields = ["thing1"] });
        _shop.Control.SetTemplate(new() { AppId = Given.App, TemplateId = Late, Title = "Order late", Fields = ["thing1"] });
        await _shop.Control.SetPushAsync(Given.App, new() { Url = _server.Url, Token = "ShopToken", Format = PushFormat.Json });
    }

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_page_chooses_templates_and_the_dialog_asks_for_each()
    {
        var choice = await _shop.Page(Dialog);
        choice.Texts("ask").ShouldHaveSingleItem().ShouldContain("Order shipped");
        (await _shop.Page($"{Dialog}?asked=true")).Html.ShouldContain("Choose at least one template.");

        var dialog = await _shop.Page($"{Dialog}?asked=true&template={Given.OrderPaid}&template={Shipped}&template=none", "zh");

        dialog.Texts("subscribe-dialog").ShouldHaveSingleItem().ShouldContain("申请向你发送以下消息");
        dialog.Html.Split("data-testid=\"dialog-template\"").Length.ShouldBe(3);
        (dialog.Texts("dialog-cancel")[0], dialog.Texts("dialog-allow")[0]).ShouldBe(("取消", "允许"));
        dialog.Html.ShouldContain("总是保持以上选择，不再询问");
    }

    [Fact]
    public async Task Decisions_become_grants_and_are_pushed_as_the_controls_are()
    {
        var result = await _shop.Post(Dialog, Answer("allow", always: false, (Given.OrderPaid, "accept"), (Shipped, "reject"), (Late, "accept")));

        result.Texts("dialog-message").ShouldBe(["requestSubscribeMessage:ok"]);
        result.Texts("dialog-choice").Select(row => row.Replace("\n", " ", StringComparison.Ordinal)).ShouldBe(["Order paidaccept", "Order shippedreject", "Order lateaccept"]);
        (Sends(Given.OrderPaid), Grant(Shipped)?.Rejected, Sends(Late)).ShouldBe((4, true, 1));
        var push = (await _server.Await(1)).ShouldHaveSingleItem();
        push.Body.ShouldContain("subscribe_msg_popup_event");
        push.Body.ShouldContain($$"""{"TemplateId":"{{Shipped}}","SubscribeStatusString":"reject","PopupScene":"0"}""");
        (await _shop.Page(Settings)).Html.ShouldContain("messages left: 4");
    }

    [Fact]
    public async Task Cancelled_every_template_is_rejected()
    {
        var result = await _shop.Post(Dialog, Answer("cancel", always: false, (Shipped, "accept"), (Late, "accept")));

        result.Texts("dialog-choice").ShouldBe(["Order shippedreject", "Order latereject"]);
        (Grant(Shipped)?.Rejected, Grant(Late)?.Rejected).ShouldBe((true, true));
    }

    [Fact]
    public async Task A_choice_that_is_always_kept_is_not_asked_again_and_shown_in_the_settings()
    {
        await _shop.Post(Dialog, Answer("allow", always: true, (Shipped, "accept"), (Late, "reject")));

        var dialog = await _shop.Page($"{Dialog}?template={Shipped}&template={Late}&template={Given.OrderPaid}");
        dialog.Texts("kept-choice").ShouldBe(["Always accepted: not asked", "Always rejected: not asked"]);
        var result = await _shop.Post(Dialog, Answer("cancel", always: false, (Shipped, "reject"), (Late, "accept")));

        result.Texts("dialog-choice").ShouldBe(["Order shippedaccept", "Order latereject"]);
        Sends(Shipped).ShouldBe(2);
        var settings = await _shop.Page(Settings);
        (settings.Html.Contains("always accepts", StringComparison.Ordinal), settings.Html.Contains("always rejects", StringComparison.Ordinal)).ShouldBe((true, true));
    }

    [Theory]
    [InlineData("20002", Given.OrderPaid, Given.Weather)]
    [InlineData("20001", Given.OrderPaid, "none")]
    public async Task What_WeChat_would_not_show_answers_what_the_page_would_get(string code, params string[] templates)
    {
        var result = await _shop.Post(Dialog, Answer("allow", always: false, [.. templates.Select(template => (template, "accept"))]));

        (result.Status, result.Html.Contains($"WeChat answers {code}: ", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.OK, true));
        Sends(Given.OrderPaid).ShouldBe(3);
    }

    [Fact]
    public async Task A_subscription_turned_off_is_lost_and_told_and_may_be_turned_on_again()
    {
        var off = await _shop.Post($"{Settings}/unsubscribe", [("template", Given.OrderPaid)]);

        off.Texts("done").ShouldHaveSingleItem().ShouldStartWith("Turned off.");
        (Grant(Given.OrderPaid)?.Rejected, Sends(Given.OrderPaid)).ShouldBe((true, 0));
        (await _server.Await(1))[0].Body.ShouldContain("subscribe_msg_change_event");
        (await _shop.Post($"{Settings}/resubscribe", [("template", Given.OrderPaid)])).Has("unsubscribe").ShouldBeTrue();
        Grant(Given.OrderPaid)!.Rejected.ShouldBeFalse();
        var unknown = await _shop.Post($"{Settings}/unsubscribe", [("template", "none")]);
        (unknown.Status, unknown.Texts("fault").ShouldHaveSingleItem()).ShouldBe((HttpStatusCode.BadRequest, $"Not done: The app {Given.App} has no template none."));
    }

    [Fact]
    public async Task Blocking_and_the_main_switch_refuse_messages_until_they_are_taken_back()
    {
        foreach (var (off, on) in ((string, string)[])[("block", "unblock"), ("main-switch-off", "main-switch-on")])
        {
            (await _shop.Post($"{Settings}/{off}", [])).Has(on).ShouldBeTrue();
            (await _shop.SendWeather()).Code.ShouldBe(43101);
            (await _shop.Post($"{Settings}/{on}", [])).Has(off).ShouldBeTrue();
            (await _shop.SendWeather()).Code.ShouldBe(0);
        }

        (await _shop.Post($"{Settings}/explode", [])).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_follower_leaves_comes_back_and_turns_messages_off()
    {
        var settings = $"/phone/{Bound.Official}/{Bound.Follower}/settings";

        (await _shop.Post($"{settings}/unfollow", [])).Has("follow").ShouldBeTrue();
        (await _shop.SendOfficial()).Code.ShouldBe(43004);
        await _shop.Post($"{settings}/follow", []);
        (await _shop.SendOfficial()).Code.ShouldBe(0);
        await _shop.Post($"{settings}/messages-off", []);
        (await _shop.SendOfficial()).Code.ShouldBe(48002);
        await _shop.Post($"{settings}/messages-on", []);

        (await _shop.SendOfficial()).Code.ShouldBe(0);
        var mini = await _shop.Post($"{Settings}/follow", []);
        (mini.Status, mini.Html.Contains("is not an official account", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.BadRequest, true));
    }

    [Fact]
    public async Task Forms_payments_and_log_ins_give_what_messages_are_sent_with()
    {
        var program = $"{PageCalls.Phone()}/program";
        var form = (await _shop.Post($"{program}/form", [])).Texts("got").ShouldHaveSingleItem();
        var payment = (await _shop.Post($"{program}/pay", [])).Texts("got").ShouldHaveSingleItem();
        var code = (await _shop.Post($"{program}/log-in", [])).Texts("got").ShouldHaveSingleItem();

        (await _shop.SendTemplate(form)).Code.ShouldBe(0);
        (await _shop.SendTemplate(payment)).Code.ShouldBe(0);
        var session = await _shop.Get($"/sns/jscode2session?appid={Given.App}&secret={Given.Secret}&js_code={code}&grant_type=authorization_code");
        ((string)session.Json["openid"]!).ShouldBe(Given.Alice);
        var page = await _shop.Page(program);
        page.Texts("form-id").ShouldBe([$"{payment}Payment · uses left: 2 · expires ", $"{form}Form · uses left: 0 · expires "], new StartOf());

        _shop.Control.ChangeSettings(new() { Period = WeChatNotifications.Simulator.Hosting.SimulatedPeriod.Today });
        (await _shop.Post($"{program}/form", [])).Texts("got").ShouldBe(["the formId is a mock one"]);
        (await _shop.Page($"/phone/{Bound.Official}/{Bound.Follower}/program")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static (string Name, string Value)[] Answer(string answer, bool always, params (string Template, string Choice)[] choices) =>
    [
        .. choices.Select(choice => ("template", choice.Template)),
        .. choices.Select(choice => ($"choice-{choice.Template}", choice.Choice)),
        ("answer", answer),
        ("always", always ? "true" : ""),
    ];

    private WeChatNotifications.Simulator.Grants.GrantState? Grant(string template) => _shop.Control.Grants(Given.App, Given.Alice).FirstOrDefault(grant => grant.TemplateId == template);

    private int Sends(string template) => Grant(template)?.Sends ?? 0;

    private sealed class StartOf : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => x is not null && y is not null && (x.StartsWith(y, StringComparison.Ordinal) || y.StartsWith(x, StringComparison.Ordinal));

        public int GetHashCode(string obj) => 0;
    }
}
