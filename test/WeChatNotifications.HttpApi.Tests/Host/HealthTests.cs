using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Host;

public sealed class HealthTests(RunningHost host)
{
    [Fact]
    public async Task A_host_that_can_work_is_ready()
    {
        var answer = (await host.Anonymous().GetAsync("/health/ready")).ShouldBe(HttpStatusCode.OK);
        answer.ContentHeaders.ContentType?.MediaType.ShouldBe("application/json");
        answer.Json["checks"]!.AsObject().Select(c => c.Key).ShouldBe(
            ["wechat-notifications-database", "wechat-notifications-tokens", "wechat-notifications-backlog"], ignoreOrder: true);
        answer.Json["checks"]!["wechat-notifications-database"]!["status"]!.ToString().ShouldBe("healthy");
    }

    [Fact]
    public async Task Without_its_tables_it_lives_but_is_not_ready_and_gives_nothing_away()
    {
        await using var broken = await RunningHost.StartAsync();
        await broken.Database.ExecuteAsync("""alter table "WeChatAppCredentials" rename to "Elsewhere" """);

        var ready = (await broken.Anonymous().GetAsync("/health/ready")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        ready["status"].ShouldBe("unhealthy");
        ready.Json["checks"]!["wechat-notifications-database"]!["status"]!.ToString().ShouldBe("unhealthy");
        ready.Body.ShouldNotContain("WeChatAppCredentials");

        (await broken.Anonymous().GetAsync("/health/live")).ShouldBe(HttpStatusCode.OK)["status"].ShouldBe("healthy");
    }
}
