using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.Application.Tests.Broadcasts;

/// <summary>Everyone of an audience gets one row of the log and one message, in the background.</summary>
public sealed class ExpansionTests
{
    [Fact]
    public async Task Everybody_gets_it_once_and_then_it_is_completed()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 2_500);
        var shop = new BroadcastShop(given);
        var host = await shop.StartAsync();
        await shop.KnowAsync(2_500);

        var id = await shop.BeginAsync(host);
        var broadcast = await shop.UntilCompletedAsync(host, id);

        await shop.ShouldHaveReachedAsync(host, id, 2_500);
        broadcast.FinishedAt.ShouldNotBeNull();
        broadcast.IsExpanded.ShouldBeTrue();
        given.SendCalls().ShouldBe(2_500);
    }

    [Fact]
    public async Task Those_who_hold_a_permit_are_those_of_the_ledger()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var shop = new BroadcastShop(given);
        var host = await shop.StartAsync();
        await shop.KnowAsync(10);
        await given.Database.ExecuteAsync(
            """
            INSERT INTO "WeChatSubscriptionGrants" ("Id", "AppCredentialId", "OpenId", "WeChatTemplateId", "Remaining", "IsLongTerm", "UnmatchedReports", "UnmatchedEvents", "LastDecision", "UpdatedAt", "TenantId")
            SELECT gen_random_uuid(), $1, 'u' || i, $2, i % 2, i > 90, 0, 0, CASE WHEN i % 3 = 0 THEN 1 ELSE 0 END, now(), $3 FROM generate_series(20, 99) i
            """, given.AppCredentialId, WeChatFixture.WeChatTemplate, given.Tenant!);
        var expected = Enumerable.Range(20, 80).Count(i => i > 90 ? i % 3 != 0 : i % 2 == 1);

        var id = await shop.BeginAsync(host, c => c with { Audience = AudienceKind.PermitHolders });
        await shop.UntilCompletedAsync(host, id);

        await shop.ShouldHaveReachedAsync(host, id, expected);
    }

    [Fact]
    public async Task A_list_gives_each_their_own_values_and_a_row_to_everyone_whom_it_cannot_reach()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var shop = new BroadcastShop(given);
        var host = await shop.StartAsync();
        await shop.KnowAsync(10);
        await shop.TieAsync("alice", "u1");
        await shop.TieAsync("bob", "u2");

        var id = await shop.BeginAsync(
            host, change: null,
            ("u0", null, """{"goods":"coffee"}"""), (null, "alice", null), ("u1", null, null), (null, "nobody", null), ("u3", null, """{"goods":"milk","surprise":1}"""), (null, "bob", """{"number":"B-7"}"""));
        var broadcast = await shop.UntilCompletedAsync(host, id);

        broadcast.Expanded.ShouldBe(5, "u1 is alice, and gets it once");
        broadcast.DuplicateRows.ShouldBe(1);
        (await shop.OutcomesAsync(host, id)).ByOutcome.OrderBy(o => o.Status).ShouldBe(
        [
            new(DeliveryStatus.Sent, DeliveryReason.None, null, 3), new(DeliveryStatus.Failed, DeliveryReason.InvalidData, null, 1),
            new(DeliveryStatus.Skipped, DeliveryReason.UnknownUser, null, 1),
        ]);
        var messages = given.WeChat.Messages().Messages.ToDictionary(m => m.OpenId, m => m.Data);
        messages["u0"]["thing2"].ShouldBe("coffee");
        messages["u1"]["thing2"].ShouldBe("tea");
        messages["u2"]["character_string1"].ShouldBe("B-7");
        var fault = (await given.Database.QueryAsync<string>("""SELECT "ErrorMessage" FROM "WeChatDeliveryLogs" WHERE "Reason" = $1""", (int)DeliveryReason.InvalidData)).Single();
        fault.ShouldContain("surprise");
    }

    [Fact]
    public async Task What_nobody_could_be_told_ends_the_broadcast_and_it_goes_on_once_that_is_mended()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var shop = new BroadcastShop(given);
        var host = await shop.StartAsync();
        await shop.KnowAsync(50);
        await host.ConfigureTemplate(t => t with { IsEnabled = false });

        var id = await shop.BeginAsync(host);
        var failed = await shop.UntilAsync(host, id, b => b.Status == BroadcastStatus.Failed, "the broadcast has failed");
        failed.StatusMessage.ShouldNotBeNullOrEmpty();
        (await shop.RowsAsync(id)).ShouldBe(0);

        await host.ConfigureTemplate(t => t with { IsEnabled = true });
        await shop.ChangeAsync(host, a => a.ResumeAsync(id));
        await shop.UntilCompletedAsync(host, id);
        await shop.ShouldHaveReachedAsync(host, id, 50);
    }

    [Fact]
    public async Task It_begins_at_its_time_and_those_who_are_too_late_are_skipped_and_counted()
    {
        await using var given = await WeChatFixture.CreateAsync();
        var shop = new BroadcastShop(given);
        var host = await shop.StartAsync();
        await shop.KnowAsync(50);
        var now = given.Time.GetUtcNow();

        var punctual = await shop.BeginAsync(host, c => c with { StartAt = now.AddHours(1) });
        var late = await shop.BeginAsync(host, c => c with { StartAt = now.AddHours(1), ExpiresAt = now.AddHours(2) });
        (await shop.FindAsync(host, punctual)).Status.ShouldBe(BroadcastStatus.Scheduled);

        await shop.ChangeAsync(host, a => a.PauseAsync(late));
        given.Time.Shift(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        await shop.UntilCompletedAsync(host, punctual);
        await shop.ShouldHaveReachedAsync(host, punctual, 50);

        given.Time.Shift(TimeSpan.FromHours(1));
        await shop.ChangeAsync(host, a => a.ResumeAsync(late));
        await shop.UntilCompletedAsync(host, late);
        (await shop.OutcomesAsync(host, late)).ByOutcome.ShouldHaveSingleItem().ShouldBe(new OutcomeCount(DeliveryStatus.Skipped, DeliveryReason.Expired, null, 50));
    }

    [Fact]
    public async Task No_more_than_a_window_waits_in_the_queue_and_it_is_refilled_as_it_empties()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 600);
        var shop = new BroadcastShop(given);
        var host = await shop.StartAsync(s =>
        {
            s["Broadcasts:Window"] = "150";
            s["Broadcasts:SliceSize"] = "40";
        });
        await shop.KnowAsync(600);
        await host.As<IAppCredentialAppService, AppCredentialDto>(given.Tenant, s => s.PauseAsync(given.AppCredentialId, new PauseAppDto(null, null)));

        var id = await shop.BeginAsync(host);
        await shop.UntilAsync(host, id, b => b.Expanded == 150, "the window is full");
        (await shop.RowsAsync(id)).ShouldBe(150);

        await host.As<IAppCredentialAppService, AppCredentialDto>(given.Tenant, s => s.ResumeAsync(given.AppCredentialId));
        await shop.UntilCompletedAsync(host, id);
        await shop.ShouldHaveReachedAsync(host, id, 600);
    }

    [Fact]
    public async Task A_small_one_does_not_wait_for_a_large_one()
    {
        await using var given = await WeChatFixture.CreateAsync(users: 3_000);
        var shop = new BroadcastShop(given);
        var host = await shop.StartAsync(s => s["Broadcasts:Window"] = "300");
        await shop.KnowAsync(3_000);
        await host.Configure(a => a with { SendsPerSecond = 300 });

        var large = await shop.BeginAsync(host);
        await shop.UntilAsync(host, large, b => b.Expanded > 100, "the first one has begun");
        var small = await shop.BeginAsync(host, change: null, [.. Enumerable.Range(0, 50).Select(i => ((string?)$"u{i}", (string?)null, (string?)null))]);
        await shop.UntilAsync(host, small, b => b.IsExpanded, "the small one is in the queue");

        (await shop.FindAsync(host, large)).IsExpanded.ShouldBeFalse("it did not have to wait for the large one");
        await shop.UntilCompletedAsync(host, large);
        await shop.UntilCompletedAsync(host, small);
    }
}
