using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.Tests.Reports;

public sealed class MessageTests
{
    [Fact]
    public async Task A_message_is_kept_exactly_as_it_was_received()
    {
        await using var shop = await Given.A_shop();
        const string body = """
            {"lang":"zh_HK", "touser":"o-alice","template_id" : "tmpl-weather",
             "data":{"thing1":{"value":"\u6674 <b>&\"😀","color":"#f00"},"extra2":{"value":7}},"miniprogram_state":"trial","page":"pages/index/index?q=%E6%99%B4"}
            """;

        (await shop.Post($"{Given.SendPath}?access_token={await shop.Token()}", body)).Code.ShouldBe(0);

        var message = shop.Control.Messages().Messages.ShouldHaveSingleItem();
        message.Body.ShouldBe(body);
        message.Data.ShouldBe(new Dictionary<string, string> { ["thing1"] = "晴 <b>&\"😀", ["extra2"] = "7" });
        (message.Page, message.State, message.Language).ShouldBe(("pages/index/index?q=%E6%99%B4", "trial", "zh_HK"));
    }

    [Fact]
    public async Task Messages_are_read_in_pages_and_by_app_user_and_template()
    {
        await using var shop = await Given.A_shop();
        for (var i = 0; i < 5; i++)
        {
            await shop.SendWeather(i % 2 == 0 ? Given.Alice : Given.Bob, $"day {i}");
        }

        await shop.Send();

        var first = shop.Control.Messages(new() { Limit = 4 });
        first.Messages.Select(message => message.Sequence).ShouldBe([1, 2, 3, 4]);
        first.Next.ShouldBe(4);
        var last = shop.Control.Messages(new() { Limit = 4, After = 4 });
        last.Messages.Select(message => message.Sequence).ShouldBe([5, 6]);
        last.Next.ShouldBeNull();
        shop.Control.Messages(new() { OpenId = Given.Bob }).Messages.Select(message => message.Data["thing1"]).ShouldBe(["day 1", "day 3"]);
        shop.Control.Messages(new() { TemplateId = Given.OrderPaid }).Messages.ShouldHaveSingleItem().Sequence.ShouldBe(6);
        shop.Control.Messages(new() { AppId = Given.OtherApp }).Messages.ShouldBeEmpty();
        shop.Control.Messages(new() { After = 6 }).Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_message_twice_is_a_duplicate_and_another_value_page_user_or_template_is_not()
    {
        await using var shop = await Given.A_shop();
        await shop.Send(page: "pages/order/detail?id=1");
        await shop.SendWeather(text: "sunny");
        await shop.SendWeather(text: "rainy");
        await shop.SendWeather(Given.Bob, "sunny");
        await shop.Send(page: "pages/order/detail?id=1");
        await shop.SendWeather(text: "sunny");
        await shop.SendWeather(text: "sunny");
        await shop.Send(page: "pages/order/detail?id=2");

        var report = shop.Control.Report();
        (report.Accepted, report.Distinct, report.Duplicates, report.Unchecked).ShouldBe((8, 5, 3, 0));
        shop.Control.Duplicates().ShouldBe([
            new(Given.App, Given.Alice, Given.OrderPaid, Count: 2, FirstSequence: 1, LastSequence: 5),
            new(Given.App, Given.Alice, Given.Weather, Count: 3, FirstSequence: 2, LastSequence: 7)]);
        shop.Control.Duplicates(limit: 1).ShouldHaveSingleItem().Count.ShouldBe(2);
    }

    [Fact]
    public async Task With_an_identity_key_that_value_alone_decides()
    {
        await using var shop = await Given.A_shop();
        shop.Control.ChangeSettings(new() { IdentityKey = "character_string1" });
        await shop.Send(data: Given.Order("A-1", "tea"), page: "pages/order/detail?id=1");
        await shop.Send(data: Given.Order("A-1", "coffee"));
        await shop.Send(data: Given.Order("A-2", "tea"));

        (shop.Control.Report().Distinct, shop.Control.Report().Duplicates).ShouldBe((2, 1));
    }

    [Fact]
    public async Task Values_that_only_look_alike_side_by_side_are_different_messages()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetTemplate(new() { AppId = Given.App, TemplateId = "two", Type = 3, Fields = ["thing1", "thing2"] });
        shop.Control.Decide(new() { AppId = Given.App, OpenId = Given.Alice, TemplateId = "two" });
        await shop.Send(template: "two", data: new { thing1 = new { value = "ab" }, thing2 = new { value = "c" } });
        await shop.Send(template: "two", data: new { thing1 = new { value = "a" }, thing2 = new { value = "bc" } });

        shop.Control.Report().Duplicates.ShouldBe(0);
    }

    [Fact]
    public async Task Duplicates_are_counted_exactly_when_all_come_at_once()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetApp(new() { AppId = Given.App, AllowConcurrentSends = true });
        var token = await shop.Token();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => shop.SendWeather(text: $"day {i % 50}", token: token)));

        var report = shop.Control.Report();
        (report.Accepted, report.Distinct, report.Duplicates).ShouldBe((200, 50, 150));
        shop.Control.Duplicates().Count.ShouldBe(50);
        shop.Control.Duplicates().ShouldAllBe(duplicate => duplicate.Count == 4 && duplicate.FirstSequence < duplicate.LastSequence);
    }

    [Fact]
    public async Task Only_the_newest_messages_are_kept_and_all_are_counted_and_compared()
    {
        await using var shop = await Given.A_shop(new SimulatorOptions { Settings = new() { KeepMessages = 1_500 } });
        var token = await shop.Token();
        for (var i = 1; i <= 4_000; i++)
        {
            (await shop.SendWeather(text: $"day {i}", token: token)).Code.ShouldBe(0);
        }

        (await shop.SendWeather(text: "day 1", token: token)).Code.ShouldBe(0);

        var report = shop.Control.Report();
        (report.Accepted, report.Duplicates).ShouldBe((4_001, 1));
        report.Kept.ShouldBeInRange(1_500, 1_500 + 1_024);
        var kept = shop.Control.Messages(new() { Limit = 10_000 }).Messages;
        kept.Count.ShouldBe(report.Kept);
        kept.Select(message => message.Sequence).ShouldBe(Enumerable.Range(4_002 - report.Kept, report.Kept).Select(i => (long)i));
        kept.Take(report.Kept - 1).ShouldAllBe(message => message.Data["thing1"] == $"day {message.Sequence}");
    }

    [Fact]
    public async Task Nothing_is_kept_when_nothing_is_to_be_kept_and_the_numbers_are_there()
    {
        await using var shop = await Given.A_shop();
        await shop.SendWeather();
        shop.Control.ChangeSettings(new() { KeepMessages = 0 });
        await shop.SendWeather();

        shop.Control.Messages().Messages.ShouldBeEmpty();
        var report = shop.Control.Report();
        (report.Accepted, report.Duplicates, report.Kept).ShouldBe((2, 1, 0));
    }

    [Fact]
    public async Task Large_messages_are_kept_whole()
    {
        await using var shop = await Given.A_shop();
        var token = await shop.Token();
        for (var i = 0; i < 5; i++)
        {
            var body = Given.Body(Given.Alice, Given.Weather, new { thing1 = new { value = $"day {i}" }, padding2 = new { value = new string('x', 300_000 - (i * 60_000)) } });
            (await shop.Post($"{Given.SendPath}?access_token={token}", body)).Code.ShouldBe(0);
        }

        shop.Control.Messages().Messages.Select(message => (message.Data["thing1"], message.Data["padding2"].Length))
            .ShouldBe(Enumerable.Range(0, 5).Select(i => ($"day {i}", 300_000 - (i * 60_000))));
    }

    [Fact]
    public async Task What_is_beyond_the_memory_for_comparing_is_said_to_be_unchecked()
    {
        await using var shop = await Given.A_shop(new SimulatorOptions { Settings = new() { CompareMessages = 3 } });
        var token = await shop.Token();
        foreach (var text in (string[])["a", "b", "c", "d", "d", "a"])
        {
            await shop.SendWeather(text: text, token: token);
        }

        var report = shop.Control.Report();
        (report.Accepted, report.Distinct, report.Duplicates, report.Unchecked).ShouldBe((6, 3, 1, 2));
    }

    [Fact]
    public async Task A_reset_of_traffic_forgets_messages_and_use_but_neither_accounts_nor_message_ids()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetQuotas(new() { AppId = Given.App, Limits = new() { SendsPerDay = 1 } });
        var before = (await shop.SendWeather()).MessageId;

        shop.Control.Reset(ResetScope.Traffic);

        var report = shop.Control.Report();
        (report.Accepted, report.Distinct, report.Kept, report.Calls.Count).ShouldBe((0, 0, 0, 0));
        shop.Control.Calls().ShouldBeEmpty();
        var after = await shop.SendWeather();
        after.MessageId!.Value.ShouldBeGreaterThan(before!.Value);
        shop.Control.Report().Duplicates.ShouldBe(0);
        shop.Control.Messages().Messages.ShouldHaveSingleItem().MsgId.ShouldBe(after.MessageId.Value);
    }

    [Fact]
    public async Task A_full_reset_leaves_an_empty_world()
    {
        await using var shop = await Given.A_shop(new SimulatorOptions { Settings = new() { ContentType = "text/plain" } });
        var token = await shop.Token();
        shop.Control.ChangeSettings(new() { ContentType = "text/html" });
        shop.Control.SetLatency(new() { FixedMs = 1 });
        shop.Control.AddFault(new() { Kind = Simulator.Faults.FaultKind.WeChatError });
        shop.Control.SetCheckOrder(Simulator.Sending.SendCheck.Page);

        shop.Control.Reset();

        shop.Control.Apps().ShouldBeEmpty();
        shop.Control.Faults().ShouldBeEmpty();
        shop.Control.Latencies().ShouldBeEmpty();
        shop.Control.Settings().ContentType.ShouldBe("text/plain");
        shop.Control.CheckOrder()[0].ShouldBe(Simulator.Sending.SendCheck.Token);
        (await shop.SendWeather(token: token)).Code.ShouldBe(40001);
    }
}
