using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.FormIds;
using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.Tests.FormIds;

public sealed class FormIdTests
{
    private static readonly DateTimeOffset Now = new(2018, 5, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_form_id_is_good_for_one_message_and_a_prepay_id_for_three()
    {
        await using var shop = await Bound.Accounts();
        var formId = shop.FormId();
        var prepayId = shop.FormIds(FormIdKind.PrepayId)[0];

        (await shop.SendTemplate(formId)).Raw.ShouldBe("""{"errcode":0,"errmsg":"ok"}""");
        var used = await shop.SendTemplate(formId);

        (used.Code, used.PlainText).ShouldBe((41029, "form id used count reach limit"));
        for (var i = 0; i < 3; i++)
        {
            (await shop.SendTemplate(prepayId)).Code.ShouldBe(0);
        }

        (await shop.SendTemplate(prepayId)).Code.ShouldBe(41029);
        shop.Control.Report().Accepted.ShouldBe(4);
    }

    [Fact]
    public async Task The_uses_of_a_prepay_id_are_the_apps_or_given_with_the_payment()
    {
        await using var shop = await Bound.Accounts();
        shop.FormIds(FormIdKind.PrepayId);
        shop.Control.SetApp(new() { AppId = Given.App, PrepayIdUses = 1 });
        shop.FormIds(FormIdKind.PrepayId);
        shop.FormIds(FormIdKind.PrepayId, uses: 5);

        shop.Control.FormIds(Given.App, Given.Alice).Select(formId => formId.UsesLeft).Order().ShouldBe([1, 3, 5]);
    }

    [Fact]
    public async Task Form_ids_live_seven_days_of_the_simulated_clock()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.SetClock(Now);
        var (early, late) = (shop.FormId(), shop.FormId());
        shop.Control.FormIds(Given.App, Given.Alice).ShouldAllBe(formId => formId.IssuedAt == Now && formId.ExpiresAt == Now.AddDays(7));

        shop.Control.SetClock(Now.AddDays(7).AddSeconds(-1));
        (await shop.SendTemplate(early)).Code.ShouldBe(0);
        shop.Control.AdvanceClock(TimeSpan.FromSeconds(1));

        var expired = await shop.SendTemplate(late);
        (expired.Code, expired.PlainText).ShouldBe((41028, "invalid form id"));
    }

    [Theory]
    [InlineData("the formId is a mock one")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("")]
    public async Task An_id_that_no_form_gave_is_invalid(string formId)
    {
        await using var shop = await Bound.Accounts();

        (await shop.SendTemplate(formId)).Code.ShouldBe(41028);
    }

    [Fact]
    public async Task An_id_of_another_user_or_another_app_is_invalid_and_stays_whole()
    {
        await using var shop = await Bound.Accounts();
        var bobs = shop.FormId(Given.Bob);
        var foreign = shop.Control.IssueFormIds(new() { AppId = Given.OtherApp, OpenId = Given.Alice }).FormIds[0];

        (await shop.SendTemplate(bobs)).Code.ShouldBe(41028);
        (await shop.SendTemplate(foreign)).Code.ShouldBe(41028);

        (await shop.SendTemplate(bobs, Given.Bob)).Code.ShouldBe(0);
        shop.Control.FormIds(Given.OtherApp, Given.Alice).ShouldHaveSingleItem().UsesLeft.ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_for_any_other_reason_leaves_the_form_id_whole()
    {
        await using var shop = await Bound.Accounts();
        var formId = shop.FormId();
        (await shop.SendTemplate(formId, template: "AT0001")).Code.ShouldBe(40037);
        (await shop.SendTemplate(formId, page: "pages/none")).Code.ShouldBe(41030);
        shop.Control.SetQuotas(new() { AppId = Given.App, Limits = new() { TemplateMessagesPerDay = 0 } });
        (await shop.SendTemplate(formId)).Code.ShouldBe(45009);

        shop.Control.FormIds(Given.App, Given.Alice).ShouldHaveSingleItem().UsesLeft.ShouldBe(1);
    }

    [Fact]
    public async Task One_use_is_spent_once_however_many_try_at_the_same_time()
    {
        await using var shop = await Bound.Accounts();
        var prepayId = shop.FormIds(FormIdKind.PrepayId)[0];
        await shop.Token();

        var replies = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => shop.SendTemplate(prepayId)));

        replies.Count(reply => reply.Code == 0).ShouldBe(3);
        replies.Count(reply => reply.Code == 41029).ShouldBe(61);
        shop.Control.Report().Accepted.ShouldBe(3);
    }

    [Fact]
    public async Task Ids_look_like_WeChats_and_are_listed_by_user_oldest_first()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.SetClock(Now);
        var prepayId = shop.FormIds(FormIdKind.PrepayId)[0];
        shop.Control.AdvanceClock(TimeSpan.FromMinutes(1));
        var formIds = shop.FormIds(count: 3);
        shop.FormId(Given.Bob);

        prepayId.ShouldMatch("^wx20180501160000[0-9a-f]{20}$", "the second of the payment in Beijing");
        formIds.Distinct().Count().ShouldBe(3);
        formIds.ShouldAllBe(formId => formId.Length == 32);
        var listed = shop.Control.FormIds(Given.App, Given.Alice);
        listed.Select(formId => formId.FormId).ShouldBe([prepayId, .. formIds.Order(StringComparer.Ordinal)]);
        listed[0].ShouldBe(new(prepayId, FormIdKind.PrepayId, Given.Alice, 3, Now, Now.AddDays(7)));
    }

    [Fact]
    public async Task Today_a_form_gives_the_mock_string_and_a_payment_still_its_prepay_id()
    {
        await using var shop = await Bound.Accounts(SimulatedPeriod.Today);

        shop.FormIds(count: 2).ShouldBe(["the formId is a mock one", "the formId is a mock one"]);
        var prepayId = shop.FormIds(FormIdKind.PrepayId)[0];

        shop.Control.FormIds(Given.App, Given.Alice).ShouldHaveSingleItem().FormId.ShouldBe(prepayId);
        (await shop.SendTemplate(prepayId)).Code.ShouldBe(45103);
    }

    [Fact]
    public async Task Somebody_new_who_submits_a_form_is_a_user_from_then_on()
    {
        await using var shop = await Bound.Accounts();

        (await shop.SendTemplate(shop.FormId("o-new"), "o-new")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Only_a_mini_program_has_forms_and_only_a_prepay_id_several_uses()
    {
        await using var shop = await Bound.Accounts();

        Should.Throw<SimulatorControlException>(() => shop.Control.IssueFormIds(new() { AppId = Bound.Official, OpenId = Bound.Follower }))
            .Message.ShouldBe("wx0000000000000009 is not a mini program, and only those have forms.");
        Should.Throw<SimulatorControlException>(() => shop.FormIds(uses: 2)).Message.ShouldBe("A form id is good for one message; only prepay ids take uses.");
        shop.FormIds(uses: 1).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_reset_of_traffic_leaves_form_ids_as_they_are()
    {
        await using var shop = await Bound.Accounts();
        var formId = shop.FormId();
        shop.Control.Reset(ResetScope.Traffic);

        (await shop.SendTemplate(formId)).Code.ShouldBe(0);
    }
}
