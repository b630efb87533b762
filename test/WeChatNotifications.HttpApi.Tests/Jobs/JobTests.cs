using System.Net;
using System.Text.Json.Nodes;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Testing;

namespace WeChatNotifications.HttpApi.Tests.Jobs;

public sealed class JobTests(RunningHost host)
{
    private const string Jobs = RunningHost.Api + "/jobs";
    private const string Purge = "form-id-purge";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_hosts_people_see_every_job_and_run_one()
    {
        var people = await host.OperatorAsync();
        await Eventually.Async(async () => (await JobAsync(people))["nextDueAt"] is not null, Patience, "it has run at the start");
        var before = (await JobAsync(people))["runs"]!.GetValue<long>();

        var answer = (await people.PostAsync($"{Jobs}/{Purge}/run")).ShouldBe(HttpStatusCode.Accepted).Json.AsArray().ShouldHaveSingleItem()!;
        answer["name"]!.ToString().ShouldBe(Purge);
        answer["runRequestedAt"].ShouldNotBeNull();

        await Eventually.Async(
            async () => await JobAsync(people) is { } job && job["runs"]!.GetValue<long>() > before && job["nextDueAt"] is not null, Patience, "it has run again, long before its time");
        var job = await JobAsync(people);
        (job["database"]!.ToString(), job["isRunning"]!.ToString(), job["canRun"]!.ToString()).ShouldBe(("host", "false", "true"));
        job["lastError"].ShouldBeNull();
        job["lastDuration"]!.GetValue<long>().ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task What_the_engine_does_along_the_way_is_seen_too()
    {
        var people = await host.OperatorAsync();
        await Eventually.Async(async () => (await JobAsync(people, "lapsed-claims"))["lastFinishedAt"] is not null, Patience, "engines look for lapsed claims");
        (await people.PostAsync(Jobs + "/lapsed-claims/run")).ShouldBeProblem(HttpStatusCode.NotFound, "NotFound");
        (await people.PostAsync(Jobs + "/no-such-job/run")).ShouldBeProblem(HttpStatusCode.NotFound, "NotFound");
    }

    [Fact]
    public async Task A_job_is_described_in_the_callers_language()
    {
        var people = await host.OperatorAsync();
        (await JobAsync(people))["description"]!.ToString().ShouldBe("Removes form ids that have expired");
        (await JobAsync(people.With("Accept-Language", "zh-CN")))["description"]!.ToString().ShouldBe("清除已过期的 form id");
    }

    private static async Task<JsonNode> JobAsync(Caller caller, string name = Purge)
        => (await caller.GetAsync(Jobs)).ShouldBe(HttpStatusCode.OK).Json.AsArray().Single(j => j!["name"]!.ToString() == name)!;
}
