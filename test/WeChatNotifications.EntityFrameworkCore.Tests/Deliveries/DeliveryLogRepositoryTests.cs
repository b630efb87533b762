using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Rules;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Deliveries;

public sealed class DeliveryLogRepositoryTests : IAsyncLifetime
{
    private World _world = null!;
    private AppCredential _app = null!;

    private static DateTimeOffset Now => Given.Now;

    public async ValueTask InitializeAsync()
    {
        _world = await World.CreateAsync();
        _app = await _world.AddAppAsync(tenant: null);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Pages_go_from_new_to_old_and_show_each_row_once_while_new_ones_come_in()
    {
        var old = Enumerable.Range(0, 25).Select(i => Given.Delivery(_app, $"o-{i:00}", now: Now.AddMilliseconds(i))).ToList();
        await _world.AddAsync([.. old]);

        var seen = new List<string>();
        Guid? before = null;
        while (await ListAsync(new DeliveryFilter(), before, take: 7) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(d => d.OpenId));
            before = page[^1].Id;
            await _world.AddAsync(Given.Delivery(_app, "o-new", now: Now.AddSeconds(1)), Given.Delivery(_app, "o-new", now: Now.AddSeconds(2)));
        }

        seen.ShouldBe(old.Select(d => d.OpenId).Reverse());
    }

    [Fact]
    public async Task Each_filter_narrows_and_all_of_them_together()
    {
        var other = await _world.AddAppAsync(tenant: null);
        var wanted = Given.Delivery(_app, "o-wanted", "k-1", now: Now.AddMinutes(5));
        await _world.AddAsync(wanted, Given.Delivery(_app, "o-early", "k-2", now: Now), Given.Delivery(_app, "o-late", now: Now.AddMinutes(10)), Given.Delivery(other, "o-other", now: Now.AddMinutes(5)));
        await _world.Database.ExecuteAsync(
            """update "WeChatDeliveryLogs" set "TemplateName" = 'special', "Status" = 5, "Reason" = 5, "ErrorCode" = 43101, "WeChatMessageId" = 77, "UserId" = 'u-1', "BroadcastId" = "Id" where "OpenId" = 'o-wanted'""");
        DeliveryFilter[] filters =
        [
            new() { OpenId = "o-wanted" },
            new() { DedupKey = "k-1" },
            new() { TemplateName = "special" },
            new() { ErrorCode = 43101 },
            new() { WeChatMessageId = 77 },
            new() { UserId = "u-1" },
            new() { BroadcastId = wanted.Id },
            new() { Reasons = [DeliveryReason.TemplateBroken] },
            new() { Reasons = [DeliveryReason.TemplateBroken, DeliveryReason.Expired] },
            new() { Statuses = [DeliveryStatus.Failed] },
            new() { Statuses = [DeliveryStatus.Failed, DeliveryStatus.Skipped] },
            new() { AppCredentialId = _app.Id, From = Now.AddMinutes(5), To = Now.AddMinutes(10) },
            new()
            {
                AppCredentialId = _app.Id, OpenId = "o-wanted", DedupKey = "k-1", TemplateName = "special", ErrorCode = 43101, WeChatMessageId = 77,
                Statuses = [DeliveryStatus.Failed], From = Now.AddMinutes(5).ToOffset(TimeSpan.FromHours(8)), To = Now.AddMinutes(6).ToOffset(TimeSpan.FromHours(-3)),
            },
        ];

        foreach (var filter in filters)
        {
            (await ListAsync(filter)).Select(d => d.OpenId).ShouldBe(["o-wanted"], filter.ToString());
        }

        (await ListAsync(new DeliveryFilter { Statuses = [DeliveryStatus.Pending, DeliveryStatus.Failed] })).Count.ShouldBe(4);
        (await ListAsync(new DeliveryFilter { OpenId = "o-nobody" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_range_of_times_counts_its_beginning_and_not_its_end_to_the_microsecond()
    {
        var moment = Now.AddMicroseconds(1_500);
        await _world.AddAsync(Given.Delivery(_app, now: moment));

        (await CountAsync(moment, null)).ShouldBe(1);
        (await CountAsync(moment.AddMicroseconds(1), null)).ShouldBe(0);
        (await CountAsync(null, moment)).ShouldBe(0);
        (await CountAsync(null, moment.AddMicroseconds(1))).ShouldBe(1);

        Task<int> CountAsync(DateTimeOffset? from, DateTimeOffset? to)
            => _world.UseAsync<IDeliveryLogRepository, int>(async r => (await r.ListAsync(new DeliveryFilter { From = from, To = to }, null, 10, default)).Count);
    }

    [Fact]
    public async Task Times_from_the_ends_of_the_calendar_are_no_trouble()
    {
        await _world.AddAsync(Given.Delivery(_app));

        (await ListAsync(new DeliveryFilter { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue })).Count.ShouldBe(1);
        (await ListAsync(new DeliveryFilter { From = DateTimeOffset.MaxValue, To = DateTimeOffset.MinValue })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Attempts_come_oldest_first()
    {
        var delivery = Given.Delivery(_app);
        var attempts = new[] { 3, 1, 2 }.Select(i => DeliveryAttempt.Of(delivery, i, Now.AddSeconds(i))).ToArray();
        await _world.AddAsync(delivery, attempts[0], attempts[1], attempts[2], DeliveryAttempt.Of(Given.Delivery(_app), 9, Now));

        (await _world.UseAsync<IDeliveryLogRepository, IReadOnlyList<DeliveryAttempt>>(r => r.GetAttemptsAsync(delivery.Id, default))).Select(a => a.Number).ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_who_cancels_while_the_engine_claims_or_sends_is_told_and_changes_nothing(bool engineFinishes)
    {
        var delivery = Given.Delivery(_app);
        await _world.AddAsync(delivery);
        await using var scope = _world.Scope();
        var repository = scope.ServiceProvider.GetRequiredService<IDeliveryLogRepository>();
        var mine = (await repository.FindAsync(delivery.Id, default))!;
        var claimed = (await _world.UseAsync<IDeliveryQueue, IReadOnlyList<DeliveryLog>>(
            q => q.ClaimAsync(new DeliveryClaim(_app.Id, Guid.NewGuid(), 1, Now, Now.AddMinutes(1)), default))).Single();
        if (engineFinishes)
        {
            var token = claimed.ClaimToken!.Value;
            claimed.MarkSent(1, Now);
            await _world.UseAsync<IDeliveryQueue>(q => q.RecordAsync([new DeliveryOutcome(claimed, token, [])], default));
        }

        mine.Cancel(Now);
        (await Should.ThrowAsync<ConflictException>(() => repository.SaveAsync(mine, default))).Code.ShouldBe(WeChatNotificationsErrorCodes.ConcurrencyConflict);

        var status = engineFinishes ? DeliveryStatus.Sent : DeliveryStatus.Sending;
        (await _world.RowAsync(delivery.Id)).Status.ShouldBe(status);
        // Looking again shows how it really stands, and not the cancellation that failed.
        (await repository.FindAsync(delivery.Id, default)).ShouldNotBeNull().Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_failed_delivery_that_a_person_retries_is_claimed_again()
    {
        var delivery = Given.Delivery(_app);
        await _world.AddAsync(delivery);
        await _world.Database.ExecuteAsync("""update "WeChatDeliveryLogs" set "Status" = 5, "Attempts" = 5, "FinishedAt" = now(), "SentAt" = now()""");

        await _world.UseAsync<IDeliveryLogRepository>(async r =>
        {
            var failed = (await r.FindAsync(delivery.Id, default))!;
            failed.Retry(Now.AddMinutes(1));
            await r.SaveAsync(failed, default);
        });

        var again = await _world.UseAsync<IDeliveryQueue, IReadOnlyList<DeliveryLog>>(
            q => q.ClaimAsync(new DeliveryClaim(_app.Id, Guid.NewGuid(), 1, Now.AddMinutes(1), Now.AddMinutes(2)), default));
        (again.ShouldHaveSingleItem().Attempts, again[0].FinishedAt, again[0].SentAt).ShouldBe((1, null, null));
    }

    [Fact]
    public async Task Before_an_app_goes_what_waits_for_it_is_cancelled_and_nothing_else()
    {
        var other = await _world.AddAppAsync(tenant: null);
        await _world.AddAsync(Given.Delivery(_app, "o-taken", now: Now.AddHours(-1)), Given.Delivery(_app, "o-1"), Given.Delivery(_app, "o-2", notBefore: Now.AddDays(1)), Given.Delivery(other, "o-other"));
        await _world.UseAsync<IDeliveryQueue>(q => q.ClaimAsync(new DeliveryClaim(_app.Id, Guid.NewGuid(), 1, Now, Now.AddMinutes(1)), default));

        (await _world.UseAsync<IDeliveryLogRepository, int>(r => r.CancelWaitingOfAppAsync(_app.Id, Now, default))).ShouldBe(2);

        (await _world.AllAsync<DeliveryLog>()).ToDictionary(d => d.OpenId, d => (d.Status, d.FinishedAt)).ShouldBe(
            new Dictionary<string, (DeliveryStatus, DateTimeOffset?)>
            {
                ["o-taken"] = (DeliveryStatus.Sending, null),
                ["o-1"] = (DeliveryStatus.Cancelled, Now),
                ["o-2"] = (DeliveryStatus.Cancelled, Now),
                ["o-other"] = (DeliveryStatus.Pending, null),
            },
            ignoreOrder: true);
    }

    private Task<IReadOnlyList<DeliveryLog>> ListAsync(DeliveryFilter filter, Guid? before = null, int take = 100)
        => _world.UseAsync<IDeliveryLogRepository, IReadOnlyList<DeliveryLog>>(r => r.ListAsync(filter, before, take, default));
}
