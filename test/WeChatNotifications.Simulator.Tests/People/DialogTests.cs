using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.People;

namespace WeChatNotifications.Simulator.Tests.People;

public sealed class DialogTests : IAsyncLifetime
{
    private const string Shipped = "tmpl-shipped";
    private Given _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Given.A_shop();
        _shop.Control.SetTemplate(new() { AppId = Given.App, TemplateId = Shipped, Title = "Order shipped", Fields = ["thing1"] });
        // Nobody listens there: what would be pushed can be read all the same.
        _shop.Control.SetApp(new() { AppId = Given.App, Push = new() { Url = "http://127.0.0.1:1/", Token = "ShopToken" } });
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Accepts_are_good_for_one_message_each_and_the_choice_is_pushed()
    {
        var answer = Ask((Given.OrderPaid, "accept"), (Shipped, "reject"));
        Ask((Given.OrderPaid, "acceptWithAlert"));

        (answer.ErrorMessage, answer.ErrorCode).ShouldBe(("requestSubscribeMessage:ok", null));
        answer.Results.ShouldBe(new Dictionary<string, string> { [Given.OrderPaid] = "accept", [Shipped] = "reject" });
        Sends(Given.OrderPaid).ShouldBe(2);
        (await _shop.Send(openId: "o-new")).Code.ShouldBe(0);
        (await _shop.Send(openId: "o-new", template: Shipped, data: new { thing1 = new { value = "x" } })).Code.ShouldBe(43101);
        var popups = Pushed("subscribe_msg_popup_event");
        popups.Count.ShouldBe(2);
        popups[0].ShouldContain("<TemplateId><![CDATA[tmpl-order-paid]]></TemplateId><SubscribeStatusString><![CDATA[accept]]></SubscribeStatusString><PopupScene>0</PopupScene>");
        popups[0].ShouldContain("<TemplateId><![CDATA[tmpl-shipped]]></TemplateId><SubscribeStatusString><![CDATA[reject]]></SubscribeStatusString>");
        popups[1].ShouldContain("[accept]");
    }

    [Fact]
    public async Task A_long_term_accept_is_good_for_all()
    {
        Ask((Given.Weather, "accept"));

        for (var i = 0; i < 3; i++)
        {
            (await _shop.SendWeather("o-new", $"day {i}")).Code.ShouldBe(0);
        }
    }

    [Fact]
    public void What_cannot_be_asked_fails_as_a_whole()
    {
        Fails([], 10001);
        Fails([("tmpl-none", "accept")], 20001);
        Fails([(Given.OrderPaid, "accept"), (Given.Weather, "accept")], 20002);
        var six = Enumerable.Range(0, 6).Select(i => $"tmpl-{i}").ToArray();
        foreach (var id in six)
        {
            _shop.Control.SetTemplate(new() { AppId = Given.App, TemplateId = id, Title = id, Fields = ["thing1"] });
        }

        Fails([.. six.Select(id => (id, "accept"))], 20003);
        Ask([.. six[1..].Select(id => (id, "accept"))]).ErrorCode.ShouldBeNull();
        _shop.Control.SetUser(new() { AppId = Given.App, OpenId = "o-new", MainSwitch = false });
        Fails([(Given.OrderPaid, "accept")], 20004);
        _shop.Control.SetApp(new() { AppId = Given.App, Banned = true });
        Fails([(Given.OrderPaid, "accept")], 20005);
        _shop.Control.DeleteTemplate(Given.App, Given.OrderPaid);
        Fails([(Given.OrderPaid, "accept")], 20001);
        Sends(Given.OrderPaid).ShouldBeNull();
        Pushed("subscribe_msg_popup_event").Count.ShouldBe(1);
    }

    [Fact]
    public void A_banned_template_and_the_second_of_one_title_are_left_out()
    {
        _shop.Control.SetTemplate(new() { AppId = Given.App, TemplateId = "tmpl-twin", Title = "Order shipped", Fields = ["thing2"] });
        _shop.Control.BanTemplate(Given.App, Given.OrderPaid);

        var answer = Ask((Given.OrderPaid, "accept"), (Shipped, "accept"), ("tmpl-twin", "accept"));

        answer.Results.ShouldBe(new Dictionary<string, string> { [Given.OrderPaid] = "ban", [Shipped] = "accept", ["tmpl-twin"] = "filter" });
        (Sends(Given.OrderPaid), Sends(Shipped), Sends("tmpl-twin")).ShouldBe((null, 1, null));
        Pushed("subscribe_msg_popup_event").ShouldHaveSingleItem().ShouldNotContain("twin");
    }

    [Fact]
    public void A_choice_kept_for_always_is_made_without_a_dialog_and_still_counts_once_each_time()
    {
        Ask(always: true, (Given.OrderPaid, "accept"), (Shipped, "reject"));

        var silent = Ask((Given.OrderPaid, "reject"), (Shipped, "accept"));

        silent.Results.ShouldBe(new Dictionary<string, string> { [Given.OrderPaid] = "accept", [Shipped] = "reject" });
        Sends(Given.OrderPaid).ShouldBe(2);
        Pushed("subscribe_msg_popup_event").Count.ShouldBe(1);
        _shop.Control.ChangeSettings(new() { PushSilentChoices = true });
        Ask((Given.OrderPaid, "reject"));
        Sends(Given.OrderPaid).ShouldBe(3);
        Pushed("subscribe_msg_popup_event").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Turning_a_template_off_loses_what_was_saved_up_and_is_pushed_until_it_is_accepted_again()
    {
        Ask(always: true, (Given.OrderPaid, "accept"));

        _shop.Control.UnsubscribeTemplate(new() { AppId = Given.App, OpenId = "o-new", TemplateIds = [Given.OrderPaid] });

        Sends(Given.OrderPaid).ShouldBe(0);
        (await _shop.Send(openId: "o-new")).Code.ShouldBe(43101);
        Pushed("subscribe_msg_change_event").ShouldHaveSingleItem().ShouldContain("<SubscribeStatusString><![CDATA[reject]]></SubscribeStatusString></List>");
        Ask((Given.OrderPaid, "accept")).Results[Given.OrderPaid].ShouldBe("accept");
        (await _shop.Send(openId: "o-new")).Code.ShouldBe(0);
        (await _shop.Send(openId: "o-new")).Code.ShouldBe(43101);
    }

    [Fact]
    public void What_no_user_could_choose_is_refused()
    {
        Should.Throw<SimulatorControlException>(() => Ask((Given.OrderPaid, "maybe"))).Message.ShouldContain("cannot choose maybe");
        Should.Throw<SimulatorControlException>(() => _shop.Control.UnsubscribeTemplate(new() { AppId = Given.App, OpenId = "o-new", TemplateIds = ["tmpl-none"] })).Message.ShouldContain("has no template tmpl-none");
        Should.Throw<SimulatorControlException>(() => _shop.Control.UnsubscribeTemplate(new() { AppId = Given.App, OpenId = "o-new", TemplateIds = [] })).Message.ShouldContain("TemplateIds");
    }

    private DialogAnswer Ask(params (string TemplateId, string Choice)[] choices) => Ask(always: false, choices);

    private DialogAnswer Ask(bool always, params (string TemplateId, string Choice)[] choices) => _shop.Control.ShowDialog(new()
    {
        AppId = Given.App,
        OpenId = "o-new",
        Results = choices.ToDictionary(choice => choice.TemplateId, choice => choice.Choice),
        Always = always,
    });

    private void Fails((string TemplateId, string Choice)[] choices, int code)
    {
        var answer = Ask(choices);
        answer.ErrorMessage.ShouldStartWith("requestSubscribeMessage:fail ");
        (answer.ErrorCode, answer.Results.Count).ShouldBe((code, 0));
    }

    private int? Sends(string templateId) => _shop.Control.Grants(Given.App, "o-new").SingleOrDefault(grant => grant.TemplateId == templateId)?.Sends;

    private List<string> Pushed(string name) => [.. _shop.Control.Pushes(new() { Event = name }).Pushes.Select(push => push.Body)];
}
