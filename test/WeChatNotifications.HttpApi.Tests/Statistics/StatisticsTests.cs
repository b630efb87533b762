using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Statistics;

public sealed class StatisticsTests(RunningHost host)
{
    private const string Statistics = RunningHost.Api + "/statistics";

    [Fact]
    public async Task What_became_of_messages_is_counted_by_whatever_is_asked_for()
    {
        var shop = await SomeMessagesAsync();

        foreach (var (by, rows) in new (string, string[])[]
        {
            ("outcome", ["sent none 2", "cancelled cancelledByHand 1", "skipped noPermit 1"]),
            ("error", ["sent none 2", "cancelled cancelledByHand 1", "skipped noPermit 43101 1"]),
        })
        {
            var answer = await GetAsync(shop, $"?by={by}");
            answer["rows"]!.AsArray().Select(r => string.Join(
                ' ', new[] { r!["outcome"]!["status"], r["outcome"]!["reason"], r["outcome"]!["errorCode"], r["total"] }.OfType<JsonNode>().Select(n => n.ToString())))
                .ShouldBe(rows, ignoreOrder: true);
            Sum(answer).ShouldBe("4 2 1 1 0.6667");
        }

        var app = (await GetAsync(shop, "?by=app"))["rows"]!.AsArray().ShouldHaveSingleItem()!;
        (app["appCredentialId"]!.ToString(), app["appName"]!.ToString(), app["total"]!.ToString()).ShouldBe((shop.CredentialId.ToString(), "Tea shop", "4"));
        (await GetAsync(shop, "?by=template"))["rows"]!.AsArray().ShouldHaveSingleItem()!["template"]!.ToString().ShouldBe("order-paid");
        (await GetAsync(shop, "?by=broadcast"))["rows"]!.AsArray().ShouldHaveSingleItem()!["broadcastId"].ShouldBeNull();
        Sum(await GetAsync(shop, $"?by=app&template=order-paid&appCredentialId={shop.CredentialId}")).ShouldBe("4 2 1 1 0.6667");
        Sum(await GetAsync(shop, "?by=app&template=other")).ShouldBe("0 0 0 0 ");
        Sum(await GetAsync(shop, $"?by=app&broadcastId={Guid.NewGuid()}")).ShouldBe("0 0 0 0 ");
        Sum(await GetAsync(await host.NewShopAsync(), "?by=app")).ShouldBe("0 0 0 0 ");
    }

    [Fact]
    public async Task Hours_and_days_come_without_gaps_and_days_begin_where_they_are_asked_for()
    {
        var shop = await SomeMessagesAsync();

        var hours = (await GetAsync(shop, "?by=hour"))["rows"]!.AsArray();
        hours.Count.ShouldBeInRange(24, 25);
        hours.Sum(h => h!["total"]!.GetValue<long>()).ShouldBe(4);
        Starts(hours).Zip(Starts(hours).Skip(1)).ShouldAllBe(pair => pair.Second - pair.First == TimeSpan.FromHours(1));

        var beijing = await GetAsync(shop, "");
        (beijing["by"]!.ToString(), beijing["timeZone"]!.ToString()).ShouldBe(("day", "Asia/Shanghai"));
        var days = beijing["rows"]!.AsArray();
        days.Count.ShouldBeInRange(31, 32);
        days.Sum(d => d!["total"]!.GetValue<long>()).ShouldBe(4);
        Starts(days).ShouldAllBe(s => s.TimeOfDay == TimeSpan.Zero && s.Offset == TimeSpan.FromHours(8));

        // Clocks go back on 1 November 2026 in New York: a day of 25 hours.
        var newYork = (await GetAsync(shop, "?timeZone=America/New_York&from=2026-10-31T00:00:00-04:00&to=2026-11-03T00:00:00-05:00"))["rows"]!.AsArray();
        Starts(newYork).Select(s => s.ToString("MM-dd zzz", CultureInfo.InvariantCulture)).ShouldBe(["10-31 -04:00", "11-01 -04:00", "11-02 -05:00"]);
    }

    [Fact]
    public async Task The_overview_tells_of_today_with_advice_and_what_waits()
    {
        var shop = await SomeMessagesAsync();
        await shop.SendTomorrowAsync();

        var overview = (await shop.Admin.GetAsync(Statistics + "/overview")).ShouldBe(HttpStatusCode.OK).Json;
        overview["counts"]!["total"]!.GetValue<long>().ShouldBe(4);
        overview["counts"]!["successRate"]!.GetValue<double>().ShouldBe(0.6667);
        overview["yesterday"]!["total"]!.GetValue<long>().ShouldBe(0);
        (overview["backlog"]!["due"]!.ToString(), overview["backlog"]!["scheduled"]!.ToString()).ShouldBe(("0", "1"));
        var error = overview["topErrors"]!.AsArray().ShouldHaveSingleItem()!;
        (error["count"]!.ToString(), error["outcome"]!["errorCode"]!.ToString()).ShouldBe(("1", "43101"));
        error["outcome"]!["explanation"]!.ToString().ShouldContain("43101");
        error["outcome"]!["advice"]!.ToString().ShouldNotBeNullOrWhiteSpace();
        overview["pace"]!.AsArray().Count.ShouldBe(15);

        await Testing.Eventually.Async(
            async () => (await shop.Admin.GetAsync(Statistics + "/overview")).Json["pace"]!.AsArray().Sum(p => p!["sent"]!.GetValue<long>()) == 2,
            TimeSpan.FromSeconds(30), "the pace follows within seconds");
        var chinese = (await shop.Admin.With("Accept-Language", "zh-CN").GetAsync(Statistics + "/overview?timeZone=UTC")).ShouldBe(HttpStatusCode.OK).Json;
        chinese["topErrors"]![0]!["outcome"]!["explanation"]!.ToString().ShouldContain("未发送");
        chinese["timeZone"]!.ToString().ShouldBe("UTC");
    }

    [Theory]
    [InlineData("?by=weekday", "by: NotAllowed")]
    [InlineData("?by=hour&by=day", "by: Duplicate")]
    [InlineData("?timeZone=Mars/Olympus", "timeZone: TimeZone")]
    [InlineData("?from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z", "to: EndBeforeStart")]
    [InlineData("?from=0001-01-01T00:00:00Z&to=0002-01-01T00:00:00Z", "to: EndBeforeStart")]
    [InlineData("?from=2025-01-01T00:00:00Z&to=2026-06-01T00:00:00Z", "from: SpanTooLong")]
    [InlineData("?by=hour&from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z", "from: SpanTooLong")]
    [InlineData("?tmeplate=a", "tmeplate: UnknownProperty")]
    public async Task A_query_that_says_nothing_sensible_is_refused(string query, string violation)
    {
        var shop = await host.NewShopAsync();
        (await shop.Admin.GetAsync(Statistics + query)).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldContain(violation);
    }

    private static string Sum(JsonNode answer)
    {
        var sum = answer["sum"]!;
        return $"{sum["total"]} {sum["sent"]} {sum["skipped"]} {sum["cancelled"]} {sum["successRate"]}";
    }

    private static List<DateTimeOffset> Starts(JsonArray rows) => [.. rows.Select(r => DateTimeOffset.Parse(r!["start"]!.ToString(), CultureInfo.InvariantCulture))];

    private static async Task<JsonNode> GetAsync(Shop shop, string query) => (await shop.Admin.GetAsync(Statistics + query)).ShouldBe(HttpStatusCode.OK).Json;

    /// <summary>Two that arrive, one that the user does not want, one that is taken back.</summary>
    private async Task<Shop> SomeMessagesAsync()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var (first, second, unwanted, cancelled) = (await shop.SendAsync("alice"), await shop.SendAsync("alice"), await shop.SendAsync("carol"), await shop.SendTomorrowAsync());
        (await shop.Admin.PostAsync($"{Shop.Deliveries}/{cancelled}/cancel")).ShouldBe(HttpStatusCode.OK);
        await shop.DeliveryAsync(first, "sent");
        await shop.DeliveryAsync(second, "sent");
        await shop.DeliveryAsync(unwanted, "skipped");
        return shop;
    }
}
