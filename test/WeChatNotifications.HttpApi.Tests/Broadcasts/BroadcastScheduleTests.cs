using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;
using static WeChatNotifications.HttpApi.Tests.Broadcasts.BroadcastThings;

namespace WeChatNotifications.HttpApi.Tests.Broadcasts;

public sealed class BroadcastScheduleTests(RunningHost host)
{
    [Fact]
    public async Task A_recurring_broadcast_shows_its_next_times_and_is_changed_and_removed()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var made = (await shop.Admin.PostAsync(Shop.Schedules, NewSchedule())).ShouldBe(HttpStatusCode.Created);
        made.Json["nextTimes"]!.AsArray().Count.ShouldBe(5);
        made.Json["nextTimes"]!.AsArray().Select(t => t!.GetValue<DateTimeOffset>().UtcDateTime.TimeOfDay).ShouldAllBe(t => t == TimeSpan.FromHours(1));
        var off = (await shop.Admin.PutAsync($"{Shop.Schedules}/{made.Id}", NewSchedule("Off", isEnabled: false))).ShouldBe(HttpStatusCode.OK);
        (off["name"], off.Json["nextTimes"]!.AsArray().Count).ShouldBe(("Off", 0));
        (await shop.Admin.GetAsync(Shop.Schedules)).Json["items"]!.AsArray().ShouldHaveSingleItem()!["id"]!.ToString().ShouldBe(made.Id.ToString());
        (await (await host.NewShopAsync()).Admin.GetAsync(Shop.Schedules)).Json["items"]!.AsArray().ShouldBeEmpty();
        (await shop.Admin.DeleteAsync($"{Shop.Schedules}/{made.Id}")).ShouldBe(HttpStatusCode.NoContent);
        (await shop.Admin.GetAsync($"{Shop.Schedules}/{made.Id}")).ShouldBeProblem(HttpStatusCode.NotFound, "NotFound")["detail"]!.ShouldContain("recurring broadcast");
    }

    [Fact]
    public async Task It_can_be_run_at_once_by_hand()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        await shop.Admin.PostAsync(Shop.Grants, new { AppCredentialId = shop.CredentialId, Decisions = new[] { new { OpenId = "alice", Template = "order-paid", Decision = "accepted" } } });
        var schedule = (await shop.Admin.PostAsync(Shop.Schedules, NewSchedule(isEnabled: false))).Id;
        var run = (await shop.Admin.PostAsync($"{Shop.Schedules}/{schedule}/run")).ShouldBe(HttpStatusCode.Accepted);
        (run["scheduleId"], run["total"], run["name"]!.StartsWith("Every morning 20", StringComparison.Ordinal)).ShouldBe((schedule.ToString(), "1", true), run.Body);
        (await UntilAsync(shop, run.Id, "completed"))["sent"].ShouldBe("1");
        (await shop.Admin.GetAsync($"{Shop.Schedules}/{schedule}"))["lastBroadcastId"].ShouldBe(run.Id.ToString());
        (await shop.Admin.GetAsync($"{Shop.Broadcasts}?scheduleId={schedule}")).Json["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("0 9 * *", "Asia/Shanghai", "cron: CronFields")]
    [InlineData("0 25 * * *", "Asia/Shanghai", "cron: CronField")]
    [InlineData("0 0 30 2 *", "Asia/Shanghai", "cron: CronNever")]
    [InlineData("", "Beijing", "timeZone: TimeZone; cron: Required")]
    public async Task What_is_wrong_with_its_times_is_said(string cron, string timeZone, string expected)
    {
        var shop = await host.NewShopAsync();
        string.Join("; ", (await shop.Admin.PostAsync(Shop.Schedules + "/preview", new { Cron = cron, TimeZone = timeZone })).ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations)
            .ShouldBe(expected);
    }

    [Fact]
    public async Task An_hour_that_does_not_exist_is_told_in_the_callers_language()
    {
        var shop = await host.NewShopAsync();
        var english = await shop.Admin.PostAsync(Shop.Schedules + "/preview", new { Cron = "0 25 * * *", TimeZone = "UTC" });
        english["detail"].ShouldBe("cron: “25” does not fit the hour (0–23).");
        var chinese = await shop.Admin.With("Accept-Language", "zh-CN").PostAsync(Shop.Schedules + "/preview", new { Cron = "0 25 * * *", TimeZone = "UTC" });
        chinese["detail"].ShouldBe("cron：“25”不适用于时（0–23）。");
    }

    [Fact]
    public async Task The_preview_knows_the_clocks_of_its_time_zone()
    {
        var shop = await host.NewShopAsync();
        var preview = (await shop.Admin.PostAsync(Shop.Schedules + "/preview", new { Cron = "30 2 * * SUN", TimeZone = "Europe/Berlin" })).ShouldBe(HttpStatusCode.OK);
        preview.Json["times"]!.AsArray().Count.ShouldBe(5);
        preview.Json["times"]!.AsArray().Select(t => t!.GetValue<DateTimeOffset>()).ShouldAllBe(t => t.DayOfWeek == DayOfWeek.Sunday);
    }

    [Fact]
    public async Task An_uploaded_list_does_not_recur()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        (await shop.Admin.PostAsync(Shop.Schedules, new { Name = "x", Template = "order-paid", Audience = new { Kind = "list" }, Cron = "0 9 * * *", TimeZone = "UTC", ExpiresAfterMinutes = 0, MaxLatenessMinutes = -1 }))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "Validation").Violations.ShouldBe(["audience.kind: AudienceKind", "expiresAfterMinutes: OutOfRange", "maxLatenessMinutes: OutOfRange"]);
    }
}
