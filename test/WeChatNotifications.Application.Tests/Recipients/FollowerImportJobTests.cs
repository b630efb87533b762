using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Recipients;
using WeChatNotifications.Rules;
using WeChatNotifications.Simulator.Faults;

namespace WeChatNotifications.Application.Tests.Recipients;

/// <summary>Imports against a simulated WeChat over sockets and a real database: whatever happens, there is neither a gap nor a double.</summary>
public sealed class FollowerImportJobTests
{
    [Fact]
    public async Task All_followers_are_imported_page_by_page_with_their_union_ids()
    {
        await using var world = await ImportWorld.CreateAsync(20_150);
        var host = await world.StartAsync();
        var id = (await world.BeginAsync(host, withUnionIds: true)).Id;
        var done = await world.UntilAsync(host, id, FollowerImportStatus.Completed);

        (done.Total, done.Imported, done.Added).ShouldBe((20_150L, 20_150L, 20_150L));
        done.Pages.ShouldBeInRange(3, 4);
        done.Rate!.Value.ShouldBeGreaterThan(0);
        (await world.CountAsync()).ShouldBe(20_150);
        (await world.CountAsync("\"IsSubscribed\" and \"UnionId\" like 'union-%' and \"SubscribedAt\" is not null")).ShouldBe(20_150);
        world.Given.WeChat.Report().Count(ImportWorld.InfoPath, null).ShouldBe(202);
    }

    [Fact]
    public async Task Whoever_left_is_known_to_have_left_after_the_next_import()
    {
        await using var world = await ImportWorld.CreateAsync(0);
        world.Given.WeChat.Seed(new() { Users = [.. Enumerable.Range(0, 30).Select(i => new Simulator.Accounts.UserSeed { AppId = ImportWorld.AccountAppId, OpenId = $"o-{i:00}" })] });
        var host = await world.StartAsync();
        await world.UntilAsync(host, (await world.BeginAsync(host)).Id, FollowerImportStatus.Completed);
        (await world.CountAsync("\"IsSubscribed\"")).ShouldBe(30);

        world.Given.WeChat.Unfollow(new() { AppId = ImportWorld.AccountAppId, OpenId = "o-07" });
        var second = await world.UntilAsync(host, (await world.BeginAsync(host)).Id, FollowerImportStatus.Completed);
        (second.Imported, second.Added).ShouldBe((29L, 0L));
        (await world.Given.Database.QueryAsync<string>("""select "OpenId" from "WeChatRecipients" where "IsSubscribed" = false""")).ShouldBe(["o-07"]);
    }

    [Fact]
    public async Task A_spent_quota_stops_the_import_until_midnight_in_Beijing_and_nothing_is_read_twice()
    {
        await using var world = await ImportWorld.CreateAsync(25_000);
        world.Given.WeChat.SetQuotas(new() { AppId = ImportWorld.AccountAppId, Limits = new() { FollowerListsPerDay = 1 } });
        var host = await world.StartAsync();
        var id = (await world.BeginAsync(host)).Id;
        var waiting = await world.UntilAsync(host, id, FollowerImportStatus.WaitingForQuota);

        (waiting.Imported, waiting.ErrorCode).ShouldBe((10_000L, 45009));
        waiting.Advice.ShouldNotBeNullOrWhiteSpace();
        var midnight = waiting.NotBefore!.Value.ToOffset(TimeSpan.FromHours(8));
        midnight.TimeOfDay.ShouldBe(TimeSpan.Zero);
        midnight.ShouldBeInRange(world.Given.Time.GetUtcNow(), world.Given.Time.GetUtcNow().AddDays(1));

        // The next day here and at WeChat.
        world.Given.WeChat.SetQuotas(new() { AppId = ImportWorld.AccountAppId, Limits = new() { FollowerListsPerDay = 500 } });
        world.Given.WeChat.AdvanceClock(TimeSpan.FromDays(1));
        world.Given.Time.Shift(TimeSpan.FromDays(1));
        var done = await world.UntilAsync(host, id, FollowerImportStatus.Completed);
        (done.Imported, done.Added, done.ErrorCode).ShouldBe((25_000L, 25_000L, (int?)null));
        (await world.CountAsync()).ShouldBe(25_000);
        done.Rate!.Value.ShouldBeGreaterThan(1, "the night is no part of its pace");
    }

    [Theory]
    [InlineData(ImportWorld.ListPath, FaultKind.ResetAfter)]
    [InlineData(ImportWorld.ListPath, FaultKind.Truncated)]
    [InlineData(ImportWorld.ListPath, FaultKind.WeChatError)]
    [InlineData(ImportWorld.InfoPath, FaultKind.HttpStatus)]
    public async Task A_fault_on_the_way_is_tried_again_and_leaves_no_trace(string path, FaultKind kind)
    {
        await using var world = await ImportWorld.CreateAsync(10_050);
        world.Given.WeChat.AddFault(new() { Kind = kind, Path = path, Count = 2 });
        var host = await world.StartAsync();
        var id = (await world.BeginAsync(host, withUnionIds: path == ImportWorld.InfoPath)).Id;
        var done = await world.UntilAsync(host, id, FollowerImportStatus.Completed);
        (done.Imported, done.Added, done.Failures, done.ErrorMessage).ShouldBe((10_050L, 10_050L, 0, null));
        (await world.CountAsync()).ShouldBe(10_050);
    }

    [Fact]
    public async Task After_too_many_faults_it_has_failed_says_why_and_goes_on_where_it_stopped()
    {
        await using var world = await ImportWorld.CreateAsync(10_050);
        await using var quiet = EngineHost.Build(world.Given, s => (s["FollowerImports:MaxFailures"], s["FollowerImports:RetryBase"]) = ("2", "00:00:01"));
        var id = (await world.BeginAsync(quiet)).Id;
        (await world.StepAsync(quiet, id)).ShouldBeTrue();
        var fault = world.Given.WeChat.AddFault(new() { Kind = FaultKind.HttpStatus, Path = ImportWorld.ListPath, Status = 502 });
        (await world.StepAsync(quiet, id)).ShouldBeFalse();
        (await world.GetAsync(quiet, id)).ShouldSatisfyAllConditions(i => i.Status.ShouldBe(FollowerImportStatus.Running), i => i.Failures.ShouldBe(1), i => i.NotBefore.ShouldNotBeNull());

        // Not before its time.
        (await world.StepAsync(quiet, id)).ShouldBeFalse();
        world.Given.WeChat.Report().Count(ImportWorld.ListPath, null).ShouldBe(2);
        world.Given.Time.Shift(TimeSpan.FromSeconds(2));
        (await world.StepAsync(quiet, id)).ShouldBeFalse();
        var failed = await world.GetAsync(quiet, id);
        (failed.Status, failed.Imported).ShouldBe((FollowerImportStatus.Failed, 10_000L));
        failed.ErrorMessage!.ShouldContain("502");

        world.Given.WeChat.RemoveFault(fault.Id);
        await quiet.As<IFollowerImportAppService, FollowerImportDto>(world.Given.Tenant, s => s.ResumeAsync(id));
        while (await world.StepAsync(quiet, id))
        {
        }

        (await world.GetAsync(quiet, id)).ShouldSatisfyAllConditions(i => i.Status.ShouldBe(FollowerImportStatus.Completed), i => i.Imported.ShouldBe(10_050), i => i.Added.ShouldBe(10_050));
    }

    [Fact]
    public async Task An_account_that_may_not_ask_has_failed_at_once()
    {
        await using var world = await ImportWorld.CreateAsync(10);
        world.Given.WeChat.Seed(new() { Apps = [new() { AppId = ImportWorld.AccountAppId, Verified = false }] });
        var host = await world.StartAsync();
        var failed = await world.UntilAsync(host, (await world.BeginAsync(host)).Id, FollowerImportStatus.Failed);
        (failed.ErrorCode, failed.Failures).ShouldBe((48001, 0));
        failed.Advice.ShouldNotBeNullOrWhiteSpace();
        host.Logs.Lines.ShouldContain(l => l.EventId.Id == 6213);
    }

    [Fact]
    public async Task A_cursor_that_WeChat_has_forgotten_begins_the_list_again()
    {
        await using var world = await ImportWorld.CreateAsync(10_050);
        await using var host = EngineHost.Build(world.Given);
        var id = (await world.BeginAsync(host)).Id;
        (await world.StepAsync(host, id)).ShouldBeTrue();
        world.Given.WeChat.AddFault(new() { Kind = FaultKind.WeChatError, Path = ImportWorld.ListPath, ErrorCode = 40003, Count = 1 });
        (await world.StepAsync(host, id)).ShouldBeFalse();
        (await world.GetAsync(host, id)).ShouldSatisfyAllConditions(i => i.Status.ShouldBe(FollowerImportStatus.Running), i => i.Imported.ShouldBe(0));

        world.Given.Time.Shift(TimeSpan.FromMinutes(1));
        while (await world.StepAsync(host, id))
        {
        }

        (await world.GetAsync(host, id)).ShouldSatisfyAllConditions(i => i.Status.ShouldBe(FollowerImportStatus.Completed), i => i.Imported.ShouldBe(10_050), i => i.Added.ShouldBe(10_050));
        (await world.CountAsync()).ShouldBe(10_050);
    }

    [Fact]
    public async Task Two_nodes_that_make_the_same_step_at_once_store_it_once()
    {
        await using var world = await ImportWorld.CreateAsync(30_000);
        await using var first = EngineHost.Build(world.Given);
        await using var second = EngineHost.Build(world.Given);
        var id = (await world.BeginAsync(first)).Id;
        for (var round = 0; round < 10 && (await world.GetAsync(first, id)).Status == FollowerImportStatus.Running; round++)
        {
            await Task.WhenAll(world.StepAsync(first, id), world.StepAsync(second, id));
        }

        (await world.GetAsync(first, id)).ShouldSatisfyAllConditions(i => i.Status.ShouldBe(FollowerImportStatus.Completed), i => i.Imported.ShouldBe(30_000), i => i.Added.ShouldBe(30_000));
        (await world.CountAsync()).ShouldBe(30_000);
    }

    [Fact]
    public async Task Another_node_goes_on_when_one_stops_in_the_middle()
    {
        await using var world = await ImportWorld.CreateAsync(40_000);
        world.Given.WeChat.SetLatency(new() { Path = ImportWorld.ListPath, FixedMs = 300 });
        var first = await world.StartAsync();
        var id = (await world.BeginAsync(first)).Id;
        await world.UntilAsync(first, id, i => i.Imported >= 10_000, "a page is stored");
        await first.StopAsync();

        var second = await world.StartAsync();
        var done = await world.UntilAsync(second, id, FollowerImportStatus.Completed);
        (done.Imported, done.Added).ShouldBe((40_000L, 40_000L));
        (await world.CountAsync()).ShouldBe(40_000);
    }

    [Fact]
    public async Task A_cancelled_import_stops_and_what_it_stored_stays()
    {
        await using var world = await ImportWorld.CreateAsync(30_000);
        await using var host = EngineHost.Build(world.Given);
        var id = (await world.BeginAsync(host)).Id;
        (await world.StepAsync(host, id)).ShouldBeTrue();
        await host.As<IFollowerImportAppService, FollowerImportDto>(world.Given.Tenant, s => s.CancelAsync(id));
        (await world.StepAsync(host, id)).ShouldBeFalse();
        (await world.CountAsync()).ShouldBe(10_000);
        await Should.ThrowAsync<ConflictException>(() => host.As<IFollowerImportAppService, FollowerImportDto>(world.Given.Tenant, s => s.CancelAsync(id)));
    }
}
