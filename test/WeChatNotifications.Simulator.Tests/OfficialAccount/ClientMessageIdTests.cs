using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Faults;

namespace WeChatNotifications.Simulator.Tests.OfficialAccount;

public sealed class ClientMessageIdTests
{
    [Fact]
    public async Task The_same_id_to_the_same_user_within_ten_minutes_is_the_first_message_again()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.SetClock(new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
        var first = await shop.SendOfficial(clientId: "order-1");

        shop.Control.AdvanceClock(TimeSpan.FromSeconds(599));
        var again = await shop.SendOfficial(clientId: "order-1", data: Bound.OfficialData("another text does not make it another message"));

        again.Raw.ShouldBe(first.Raw);
        shop.Control.Messages().Messages.ShouldHaveSingleItem().Data["keyword1"].ShouldBe("A-1001");
        (shop.Control.Report().Accepted, shop.Control.Report().Duplicates).ShouldBe((1, 0));
        shop.Control.Quotas(Bound.Official).Single(quota => quota.Name == "officialAccountTemplateMessagesPerDay").Used.ShouldBe(1);
    }

    [Fact]
    public async Task After_ten_minutes_it_is_a_message_of_its_own()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.SetClock(new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
        var first = await shop.SendOfficial(clientId: "order-1");

        shop.Control.AdvanceClock(TimeSpan.FromMinutes(10));
        var second = await shop.SendOfficial(clientId: "order-1");

        second.MessageId!.Value.ShouldBeGreaterThan(first.MessageId!.Value);
        (shop.Control.Report().Accepted, shop.Control.Report().Duplicates).ShouldBe((2, 1));
        (await shop.SendOfficial(clientId: "order-1")).MessageId.ShouldBe(second.MessageId);
    }

    [Fact]
    public async Task Another_id_another_user_and_no_id_at_all_are_other_messages()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.SetUser(new() { AppId = Bound.Official, OpenId = "f-bob" });
        await shop.SendOfficial(clientId: "order-1");

        await shop.SendOfficial(clientId: "order-2");
        await shop.SendOfficial("f-bob", clientId: "order-1");
        await shop.SendOfficial();
        await shop.SendOfficial();

        shop.Control.Report().Accepted.ShouldBe(5);
    }

    [Fact]
    public async Task A_refused_message_does_not_take_the_id()
    {
        await using var shop = await Bound.Accounts();
        (await shop.SendOfficial(clientId: "order-1", template: "none")).Code.ShouldBe(40037);

        (await shop.SendOfficial(clientId: "order-1")).Code.ShouldBe(0);

        shop.Control.Report().Accepted.ShouldBe(1);
    }

    [Fact]
    public async Task A_repetition_is_answered_when_the_days_messages_are_used_up()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.SetQuotas(new() { AppId = Bound.Official, Limits = new() { OfficialAccountTemplateMessagesPerDay = 1 } });
        var first = await shop.SendOfficial(clientId: "order-1");

        (await shop.SendOfficial(clientId: "order-1")).MessageId.ShouldBe(first.MessageId);
        (await shop.SendOfficial(clientId: "order-2")).Code.ShouldBe(45009);
    }

    [Fact]
    public async Task Whoever_lost_the_answer_asks_again_and_nothing_arrives_twice()
    {
        await using var shop = await Bound.Accounts();
        shop.Control.AddFault(new() { Kind = FaultKind.ResetAfter, Path = Bound.OfficialPath, Count = 1 });
        await Should.ThrowAsync<HttpRequestException>(() => shop.SendOfficial(clientId: "order-1"));

        (await shop.SendOfficial(clientId: "order-1")).MessageId.ShouldBe(shop.Control.Messages().Messages.ShouldHaveSingleItem().MsgId);
    }

    [Fact]
    public async Task One_message_arrives_however_many_send_it_at_the_same_time()
    {
        await using var shop = await Bound.Accounts();
        await shop.Token(Bound.Official);

        var replies = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => shop.SendOfficial(clientId: "order-1")));

        replies.Select(reply => reply.MessageId).Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
        shop.Control.Report().Accepted.ShouldBe(1);
    }

    [Fact]
    public async Task A_reset_of_traffic_forgets_the_ids()
    {
        await using var shop = await Bound.Accounts();
        var first = await shop.SendOfficial(clientId: "order-1");
        shop.Control.Reset(ResetScope.Traffic);

        (await shop.SendOfficial(clientId: "order-1")).MessageId.ShouldNotBe(first.MessageId);

        shop.Control.Report().Accepted.ShouldBe(1);
    }
}
