using WeChatNotifications.Callbacks;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Rules;
using WeChatNotifications.Statistics;
using WeChatNotifications.Templates;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Statistics;

/// <summary>Whatever happens to deliveries, and in whatever order: statistics and tallies together say what counting the log says.</summary>
public sealed class ReconciliationTests(ITestOutputHelper output)
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(QueueKind.Linq)]
    [InlineData(QueueKind.PostgreSql)]
    public async Task After_any_operations_the_figures_are_those_of_the_log(QueueKind kind)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        await using var world = await World.CreateAsync(kind);
        var run = new Run(world, new Random(seed));
        await run.PrepareAsync();

        for (var step = 0; step < 250; step++)
        {
            var what = await run.StepAsync();
            var log = await world.Database.QueryAsync<string>(Run.OfTheLog);
            (await world.Database.QueryAsync<string>(Run.OfTheStatistics)).ShouldBe(log, $"seed {seed}, step {step}, {what}");
        }

        // A run that met only a few outcomes, or folded nothing, would prove little.
        (await world.Database.QueryAsync<int>("""select distinct "Status" from "WeChatDeliveryLogs" """)).Count.ShouldBeGreaterThanOrEqualTo(6, $"seed {seed}");
        (await world.Database.QueryAsync<long>("""select count(*) from "WeChatDeliveryStatistics" """))[0].ShouldBeGreaterThan(5, $"seed {seed}");
    }

    [Fact]
    public async Task A_stale_retry_of_a_delivery_that_failed_again_meanwhile_is_refused_and_counts_nothing()
    {
        await using var world = await World.CreateAsync();
        var run = new Run(world, new Random(1));
        await run.PrepareAsync();
        var id = await run.FailedAsync(40037, Given.Now);

        using (world.Tenant.Change(Given.Tenant))
        {
            await Should.ThrowAsync<ConflictException>(() => world.UseAsync<IDeliveryLogRepository>(async stale =>
            {
                var seen = (await stale.FindAsync(id, Stop))!;
                await run.RetryAndFailAsync(id, 47003, Given.Now.AddHours(2));
                seen.Retry(Given.Now.AddHours(3));
                await stale.SaveAsync(seen, Stop);
            }));
        }

        (await world.RowAsync(id)).ErrorCode.ShouldBe(47003);
        (await world.Database.QueryAsync<string>(Run.OfTheStatistics)).ShouldBe(await world.Database.QueryAsync<string>(Run.OfTheLog));
    }

    private sealed class Run(World world, Random random)
    {
        private const string Key = """ "TenantId", "AppCredentialId", "TemplateName", "BroadcastId", "Status", "Reason", "ErrorCode" """;

        public const string OfTheLog = $"""
            select to_jsonb(t)::text from (
                select {Key}, date_trunc('hour', coalesce("SentAt", "FinishedAt"), 'UTC') as hour, count(*) as n
                from "WeChatDeliveryLogs" where "FinishedAt" is not null group by {Key}, hour) t order by 1
            """;

        public const string OfTheStatistics = $"""
            select to_jsonb(t)::text from (
                select {Key}, "Hour" as hour, sum("Count") as n
                from (select {Key}, "Hour", "Count" from "WeChatDeliveryTallies" union all select {Key}, "Hour", "Count" from "WeChatDeliveryStatistics") u
                group by {Key}, hour having sum("Count") <> 0) t order by 1
            """;

        private static readonly string[] Users = ["o-1", "o-2", "o-3"];

        private readonly Guid?[] _broadcasts = [null, Guid.NewGuid(), Guid.NewGuid()];
        private readonly List<DeliveryLog> _held = [];
        private AppCredential[] _apps = [];
        private DateTimeOffset _now = Given.Now;
        private long _lastMessage;

        public async Task PrepareAsync()
        {
            _apps = [Given.App(Given.Tenant), Given.App(Given.Tenant, policy: UnconfirmedPolicy.Hold), Given.App(null), Given.App(Given.OtherTenant)];
            await world.AddAsync([.. _apps]);
        }

        public async Task<string> StepAsync()
        {
            _now += TimeSpan.FromMinutes(random.Next(9));
            (string Name, Func<Task> Do)[] operations =
            [
                ("enqueue", EnqueueSomeAsync), ("enqueue", EnqueueSomeAsync), ("claim", ClaimAsync), ("claim", ClaimAsync), ("claim", ClaimAsync),
                ("record", RecordAsync), ("record", RecordAsync), ("record", RecordAsync), ("reap", ReapAsync), ("receipts", ReceiptsAsync), ("by hand", ByHandAsync),
                ("by hand", ByHandAsync), ("many by hand", ManyByHandAsync), ("many by hand", ManyByHandAsync), ("fold", FoldAsync), ("enqueue and roll back", EnqueueInCallersTransactionAsync), ("track", TrackAsync), ("rare", RareAsync),
            ];
            var (name, act) = operations[random.Next(operations.Length)];
            await act();
            return name;
        }

        public async Task<Guid> FailedAsync(int code, DateTimeOffset at)
        {
            var delivery = Given.Delivery(_apps[0]);
            await EnqueueAsync([delivery]);
            await ClaimAndFailAsync(code, at);
            return delivery.Id;
        }

        public async Task RetryAndFailAsync(Guid id, int code, DateTimeOffset at)
        {
            await ChangeAsync(id, Given.Tenant, d => d.Retry(at));
            await ClaimAndFailAsync(code, at);
        }

        private async Task ClaimAndFailAsync(int code, DateTimeOffset at)
        {
            var claimed = await QueueAsync(q => q.ClaimAsync(new DeliveryClaim(_apps[0].Id, Guid.NewGuid(), 1, at, at.AddMinutes(1)), Stop));
            var token = claimed[0].ClaimToken!.Value;
            claimed[0].Fail(DeliveryReason.TemplateBroken, new DeliveryError(code, "invalid", null), at);
            (await QueueAsync(q => q.RecordAsync([new DeliveryOutcome(claimed[0], token, [])], Stop))).Count.ShouldBe(1);
        }

        private Task EnqueueSomeAsync() => EnqueueAsync(Enumerable.Range(0, random.Next(1, 7)).Select(_ => NewDelivery()).ToList());

        private async Task EnqueueAsync(List<DeliveryLog> deliveries)
            => (await QueueAsync(q => q.EnqueueAsync(deliveries, Stop))).Count.ShouldBe(deliveries.Count);

        private DeliveryLog NewDelivery()
        {
            var (app, key, broadcast) = (Pick(_apps), random.Next(2) == 0 ? null : $"key-{random.Next(40)}", Pick(_broadcasts));
            var (message, timing) = (new RenderedMessage([new("thing1", "龙井茶")], Page: null), new DeliveryTiming((DeliveryPriority)random.Next(3), null, null));
            var name = random.Next(2) == 0 ? "order-paid" : "order-sent";
            var template = MessageTemplate.Register(app.TenantId, Given.TemplateSettings(app, name), Given.Now);
            var step = FallbackStep.ToJson([FallbackStep.Of(MessageTemplate.Register(app.TenantId, Given.TemplateSettings(Pick(_apps), "second", "tmpl-2"), Given.Now), message)]);
            return random.Next(4) == 0
                ? DeliveryLog.SkipUnknownUser(template, "user-7", message, timing, key, _now, broadcastId: broadcast)
                : DeliveryLog.Queue(template, Pick(Users), message, timing, key, _now, random.Next(2) == 0 ? step : null, broadcastId: broadcast);
        }

        private async Task ClaimAsync()
            => _held.AddRange(await QueueAsync(q => q.ClaimAsync(new DeliveryClaim(Pick(_apps).Id, Guid.NewGuid(), random.Next(1, 9), _now, _now.AddMinutes(5)), Stop)));

        private async Task RecordAsync()
        {
            // Some were reaped meanwhile and are too late.
            var chosen = _held.Where(_ => random.Next(3) > 0).ToList();
            _held.RemoveAll(chosen.Contains);
            var outcomes = chosen.ConvertAll(OutcomeOf);
            (await QueueAsync(q => q.RecordAsync(outcomes, Stop))).Count.ShouldBeLessThanOrEqualTo(outcomes.Count);
        }

        private DeliveryOutcome OutcomeOf(DeliveryLog delivery)
        {
            var (token, number, error) = (delivery.ClaimToken!.Value, delivery.Attempts, new DeliveryError(40000 + random.Next(3), "说明", null));
            switch (random.Next(8))
            {
                case 0: delivery.Skip(DeliveryReason.NoPermit, error, _now); break;
                case 1: delivery.Fail(DeliveryReason.TemplateBroken, error, _now); break;
                case 2: delivery.Reschedule(_now, DeliveryReason.RetryLater, error); break;
                case 3: delivery.Release(DeliveryReason.AppPaused, null); break;
                case 4: delivery.Hold(error, _now); break;
                case 5 when delivery.HasFallback: delivery.FallBack("o-2", 0, _now); break;
                default: delivery.MarkSent(++_lastMessage, _now); break;
            }

            return new DeliveryOutcome(delivery, token, random.Next(2) == 0 ? [] : [DeliveryAttempt.Of(delivery, number, _now)]) { FellBack = delivery.Reason == DeliveryReason.FellBack };
        }

        private Task ReapAsync() => world.UseAsync<IDeliveryQueue>(q => q.ReapAsync(_now, maxAttempts: 2, TimeSpan.FromMinutes(5), Stop));

        private async Task ReceiptsAsync()
        {
            var sent = (await world.AllAsync<DeliveryLog>()).Where(d => d.Status == DeliveryStatus.Sent && random.Next(2) == 0).ToList();
            foreach (var app in sent.GroupBy(d => (d.TenantId, d.AppCredentialId)))
            {
                using (world.Tenant.Change(app.Key.TenantId))
                {
                    var receipts = app.Select(d => new DeliveryReceipt(d.WeChatMessageId, d.OpenId, d.WeChatTemplateId, random.Next(2) == 0, "failed: system failed", _now)).ToList();
                    await world.UseAsync<IReceiptStore>(s => s.ApplyAsync(app.Key.AppCredentialId, receipts, FallBackSometimes, Stop));
                }
            }
        }

        private Task FallBackSometimes(DeliveryLog delivery, List<DeliveryAttempt> notes, CancellationToken cancellationToken)
        {
            if (delivery.HasFallback && random.Next(2) == 0)
            {
                delivery.FallBack("o-3", 0, _now);
            }

            return Task.CompletedTask;
        }

        private async Task ByHandAsync()
        {
            var rows = (await world.AllAsync<DeliveryLog>()).Where(d => d.Status is not (DeliveryStatus.Sending or DeliveryStatus.Sent or DeliveryStatus.Confirmed)).ToList();
            if (rows.Count > 0)
            {
                var row = Pick(rows);
                await ChangeAsync(row.Id, row.TenantId, d =>
                {
                    if (d.Status == DeliveryStatus.Pending || (d.Status == DeliveryStatus.Unconfirmed && random.Next(2) == 0))
                    {
                        d.Cancel(_now);
                        return;
                    }

                    _ = d.Address("o-1", index: null);
                    d.Retry(_now);
                });
            }
        }

        /// <summary>As a person does with a filter; some of the ids stand elsewhere by then, and some are left as they are.</summary>
        private async Task ManyByHandAsync()
        {
            var (app, cancels) = (Pick(_apps), random.Next(2) == 0);
            using (world.Tenant.Change(app.TenantId))
            {
                await world.UseAsync<IDeliveryLogRepository>(async r =>
                {
                    var ids = await r.ListIdsAsync(new DeliveryFilter { AppCredentialId = app.Id }, null, random.Next(1, 40), Stop);
                    await r.ChangeManyAsync(ids, cancels ? DeliveryLog.Cancellable : DeliveryLog.Retryable, (rows, _) => Task.FromResult<IReadOnlyList<DeliveryLog>>(Change(rows, cancels)), Stop);
                });
            }
        }

        private List<DeliveryLog> Change(IReadOnlyList<DeliveryLog> rows, bool cancels)
        {
            var chosen = rows.Where(_ => random.Next(3) > 0).ToList();
            foreach (var delivery in chosen)
            {
                if (cancels)
                {
                    delivery.Cancel(_now);
                    continue;
                }

                _ = delivery.Address("o-1", index: null);
                delivery.Retry(_now);
            }

            return chosen;
        }

        private async Task ChangeAsync(Guid id, Guid? tenant, Action<DeliveryLog> change)
        {
            using (world.Tenant.Change(tenant))
            {
                await world.UseAsync<IDeliveryLogRepository>(async r =>
                {
                    var delivery = (await r.FindAsync(id, Stop))!;
                    change(delivery);
                    await r.SaveAsync(delivery, Stop);
                });
            }
        }

        private Task FoldAsync() => world.UseAsync<IDeliveryStatisticsRepository>(s => s.FoldAsync(random.Next(1, 60), _now, Stop));

        private async Task EnqueueInCallersTransactionAsync()
        {
            await using var scope = world.Scope();
            await using var connection = new Npgsql.NpgsqlConnection(world.Database.ConnectionString);
            await connection.OpenAsync(Stop);
            await using var transaction = await connection.BeginTransactionAsync(Stop);
            using (((ICallerTransaction)scope.ServiceProvider.GetService(typeof(ICallerTransaction))!).Join(transaction))
            {
                var queue = (IDeliveryQueue)scope.ServiceProvider.GetService(typeof(IDeliveryQueue))!;
                await queue.EnqueueAsync(Enumerable.Range(0, 4).Select(_ => NewDelivery()).ToList(), Stop);
            }

            await (random.Next(2) == 0 ? transaction.CommitAsync(Stop) : transaction.RollbackAsync(Stop));
        }

        /// <summary>What a unit of work without a transaction does: the rows wait in the context for its own save.</summary>
        private Task TrackAsync() => world.UseAsync<WeChatNotificationsDbContext>(async context =>
        {
            await EfEnqueue.TrackAsync(context, Enumerable.Range(0, 4).Select(_ => NewDelivery()).ToList(), Stop);
            await context.SaveChangesAsync(Stop);
        });

        private async Task RareAsync()
        {
            if (random.Next(4) != 0)
            {
                return;
            }

            var app = Pick(_apps);
            using (world.Tenant.Change(app.TenantId))
            {
                await world.UseAsync<IDeliveryLogRepository>(r => r.CancelWaitingOfAppAsync(app.Id, _now, Stop));
            }

            if (random.Next(6) == 0 && _apps.Length > 2)
            {
                // Its deliveries under way are orphans now, which the reaper finds.
                await world.Database.ExecuteAsync("""delete from "WeChatAppCredentials" where "Id" = $1""", app.Id);
                _apps = [.. _apps.Where(a => a != app)];
            }
        }

        private Task<T> QueueAsync<T>(Func<IDeliveryQueue, Task<T>> call) => world.UseAsync(call);

        private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
    }
}
