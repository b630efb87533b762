using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Sending;
using WeChatNotifications.Jobs;
using WeChatNotifications.Rules;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Jobs;

/// <summary>What people see of jobs, and how they have one run.</summary>
public sealed class JobStateTests
{
    private const string Known = "form-id-purge";

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_leaves_behind_when_it_was_what_it_did_and_when_it_is_due_again()
    {
        await using var shop = await SendingWorld.A_shop();
        var job = new CountingJob(TimeSpan.FromHours(1), Known);
        using var node = JobNodes.Node(shop, new JobRequests(), job);
        (await StateAsync(shop)).LastStartedAt.ShouldBeNull("it was never run");

        await node.RunOnceAsync(job, Stop);

        var state = await StateAsync(shop);
        (state.LastStartedAt, state.LastFinishedAt, state.NextDueAt).ShouldBe((shop.Now, shop.Now, shop.Now.AddHours(1)));
        (state.Runs, state.Failures, state.LastCount, state.LastError, state.IsRunning).ShouldBe((1, 0, 1, null, false));
        state.Node.ShouldBe($"{Environment.MachineName}/{Environment.ProcessId}");
        state.Database.ShouldBe("host");
    }

    [Fact]
    public async Task A_failed_run_says_why_and_the_next_good_one_clears_it()
    {
        await using var shop = await SendingWorld.A_shop();
        var (bad, good) = (new CountingJob(TimeSpan.FromHours(1), Known) { Fails = true }, new CountingJob(TimeSpan.FromHours(1), Known));
        using var node = JobNodes.Node(shop, new JobRequests(), bad);

        await Should.ThrowAsync<InvalidOperationException>(() => node.RunOnceAsync(bad, Stop));
        var state = await StateAsync(shop);
        (state.Runs, state.Failures, state.LastCount).ShouldBe((1, 1, null));
        state.LastError.ShouldBe("InvalidOperationException: a bug in a job");
        state.NextDueAt.ShouldBe(shop.Now.AddHours(1), "a job that fails comes again");

        shop.Clock.Advance(TimeSpan.FromHours(1));
        await node.RunOnceAsync(good, Stop);
        state = await StateAsync(shop);
        (state.Runs, state.Failures, state.LastError).ShouldBe((2, 1, null));
    }

    [Fact]
    public async Task A_job_that_rests_is_run_on_request_by_one_node_and_once()
    {
        await using var shop = await SendingWorld.A_shop();
        var job = new CountingJob(TimeSpan.FromHours(1), Known);
        var nodes = Enumerable.Range(0, 4).Select(_ => JobNodes.Node(shop, new JobRequests(), job)).ToList();
        await nodes[0].RunOnceAsync(job, Stop);
        (await nodes[1].RunOnceAsync(job, Stop, onRequest: true)).ShouldBeFalse("nobody asks");

        // A rest is known by its end: at the same moment as the first run, the second one's would look the same.
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        (await RequestAsync(shop)).RunRequestedAt.ShouldBe(shop.Now);
        var ran = await Task.WhenAll(nodes.Select(n => Task.Run(() => n.RunOnceAsync(job, Stop, onRequest: true))));

        ran.Count(r => r).ShouldBe(1);
        job.Runs.ShouldBe(2);
        (await StateAsync(shop)).RunRequestedAt.ShouldBeNull();
        nodes.ForEach(n => n.Dispose());
    }

    [Fact]
    public async Task A_request_reaches_the_own_node_at_once_and_another_within_two_seconds()
    {
        await using var shop = await SendingWorld.A_shop();
        var job = new CountingJob(TimeSpan.FromHours(1), Known);
        using var own = JobNodes.Node(shop, shop.Services.GetRequiredService<JobRequests>(), job);
        await own.StartAsync(Stop);
        await Eventually.Async(async () => (await StateAsync(shop)).NextDueAt is not null, TimeSpan.FromSeconds(20), "its first run is over");

        await RequestAsync(shop);
        await Eventually.Async(() => job.Runs == 2, TimeSpan.FromSeconds(20), "it runs without any time passing");
        await own.StopAsync(Stop);
        await Eventually.Async(async () => !(await StateAsync(shop)).IsRunning, TimeSpan.FromSeconds(20), "the run is over");

        var there = new CountingJob(TimeSpan.FromHours(1), Known);
        using var other = JobNodes.Node(shop, new JobRequests(), there);
        await other.StartAsync(Stop);
        await RequestAsync(shop);
        await Eventually.Async(
            () =>
            {
                shop.Clock.Advance(TimeSpan.FromSeconds(2));
                return there.Runs >= 1;
            },
            TimeSpan.FromSeconds(20), "the other node has looked");
        (shop.Now - (await StateAsync(shop)).LastStartedAt!.Value).ShouldBeLessThan(TimeSpan.FromHours(1));
        await other.StopAsync(Stop);
    }

    [Fact]
    public async Task A_request_that_comes_during_a_run_waits_for_its_end()
    {
        await using var shop = await SendingWorld.A_shop();
        var job = new CountingJob(TimeSpan.FromHours(1), Known) { Until = new TaskCompletionSource() };
        using var first = JobNodes.Node(shop, new JobRequests(), job);
        using var second = JobNodes.Node(shop, new JobRequests(), job);
        var running = first.RunOnceAsync(job, Stop);
        await Eventually.Async(() => job.Runs == 1, TimeSpan.FromSeconds(10), "it runs");
        (await StateAsync(shop)).IsRunning.ShouldBeTrue();

        await RequestAsync(shop);
        (await second.RunOnceAsync(job, Stop, onRequest: true)).ShouldBeFalse();
        job.Until.SetResult();
        await running;

        (await StateAsync(shop)).RunRequestedAt.ShouldNotBeNull("the end of the run has not overwritten it");
        (await second.RunOnceAsync(job, Stop, onRequest: true)).ShouldBeTrue();
        job.Runs.ShouldBe(2);
    }

    [Fact]
    public async Task A_job_whose_node_died_is_not_shown_as_running_and_goes_on()
    {
        await using var shop = await SendingWorld.A_shop();
        var job = new CountingJob(TimeSpan.FromHours(1), Known) { Until = new TaskCompletionSource() };
        using var dead = JobNodes.Node(shop, new JobRequests(), job);
        _ = dead.RunOnceAsync(job, Stop);
        await Eventually.Async(async () => (await StateAsync(shop)).IsRunning, TimeSpan.FromSeconds(10), "it runs");
        await shop.Database.ExecuteAsync("""UPDATE "WeChatLeases" SET "Until" = $1, "Holder" = gen_random_uuid()""", shop.Now.UtcDateTime);

        var state = await StateAsync(shop);
        (state.IsRunning, state.LastDuration, state.NextDueAt).ShouldBe((false, null, null));

        var again = new CountingJob(TimeSpan.FromHours(1), Known);
        using var second = JobNodes.Node(shop, new JobRequests(), again);
        (await second.RunOnceAsync(again, Stop)).ShouldBeTrue();
        (await StateAsync(shop)).LastDuration.ShouldBe(0);
        job.Until.SetResult();
    }

    [Fact]
    public async Task Every_job_has_a_name_and_a_description_and_an_unknown_one_cannot_be_run()
    {
        await using var shop = await SendingWorld.A_shop();
        var jobs = await shop.InScope(s => s.GetRequiredService<IJobAppService>().ListAsync(Stop));

        jobs.Select(j => j.Name).ShouldBe(
            shop.Services.GetServices<IModuleJob>().Select(j => j.Name).Append("lapsed-claims").Order(StringComparer.Ordinal));
        jobs.ShouldAllBe(j => !j.Description.StartsWith("Job:", StringComparison.Ordinal));
        jobs.Where(j => !j.CanRun).ShouldHaveSingleItem().Name.ShouldBe("lapsed-claims");
        foreach (var name in new[] { "no-such-job", "lapsed-claims" })
        {
            await Should.ThrowAsync<EntityNotFoundException>(() => shop.InScope(s => s.GetRequiredService<IJobAppService>().RunAsync(name, Stop)));
        }
    }

    private static async Task<JobDto> StateAsync(SendingWorld shop)
        => (await shop.InScope(s => s.GetRequiredService<IJobAppService>().ListAsync(Stop))).Single(j => j.Name == Known);

    private static async Task<JobDto> RequestAsync(SendingWorld shop)
        => (await shop.InScope(s => s.GetRequiredService<IJobAppService>().RunAsync(Known, Stop))).ShouldHaveSingleItem();
}
