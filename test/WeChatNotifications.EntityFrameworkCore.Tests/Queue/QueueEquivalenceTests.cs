using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Permits;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Queue;

/// <summary>The fast queue means what the LINQ queue means: the same calls give the same answers and leave the same rows.</summary>
public sealed class QueueEquivalenceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Any_sequence_of_calls_gives_the_same_answers_and_the_same_rows(int seed)
    {
        await using var linq = await World.CreateAsync(QueueKind.Linq);
        await using var fast = await World.CreateAsync(QueueKind.PostgreSql);
        var run = new RandomRun(seed, linq, fast);
        await run.PrepareAsync();

        for (var step = 0; step < 60; step++)
        {
            await run.StepAsync(step);
        }

        // A run in which nothing came of anything would prove nothing.
        run.Seen.ShouldContain(DeliveryStatus.Sent);
        run.Seen.ShouldContain(DeliveryStatus.Pending);
        run.Seen.Count.ShouldBeGreaterThanOrEqualTo(5);
    }

    private sealed class RandomRun(int seed, World linq, World fast)
    {
        /// <summary>Ledgers were opened in each world by itself; all else has its ids from here.</summary>
        private const string Contents = """
            select to_jsonb(t)::text from "WeChatDeliveryLogs" t union all select to_jsonb(t)::text from "WeChatDeliveryAttempts" t
            union all select (to_jsonb(t) - 'Id')::text from "WeChatSubscriptionGrants" t
            union all select to_jsonb(t)::text from "WeChatFormIdRecords" t union all select (to_jsonb(t) - 'Id')::text from "WeChatFormIdUses" t
            union all select to_jsonb(t)::text from (
                select "TenantId", "Hour", "AppCredentialId", "TemplateName", "BroadcastId", "Status", "Reason", "ErrorCode", sum("Count") as total
                from "WeChatDeliveryTallies" group by 1, 2, 3, 4, 5, 6, 7, 8) t order by 1
            """;

        private static readonly string[] Users = ["o-1", "o-2", "o-3", "o-4"];

        private static readonly MessageChannel[] Channels =
            [MessageChannel.SubscribeMessage, MessageChannel.TemplateMessage, MessageChannel.UniformMessage, MessageChannel.OfficialAccountTemplateMessage];

        private readonly Random _random = new(seed);
        private readonly List<(DeliveryLog Linq, DeliveryLog Fast)> _held = [];
        private readonly List<Guid> _tokens = [];
        private AppCredential[] _apps = [];
        private DateTimeOffset _now = Given.Now;

        public HashSet<DeliveryStatus> Seen { get; } = [];

        public async Task PrepareAsync()
        {
            _apps = [Given.App(Given.Tenant), Given.App(Given.Tenant, policy: UnconfirmedPolicy.Hold), Given.App(Given.OtherTenant), Given.App(null)];
            foreach (var world in new[] { linq, fast })
            {
                await world.AddAsync([.. _apps]);
            }

            var formIds = _apps.SelectMany(app => Users.SelectMany(user => Enumerable.Range(0, 6).Select(i => FormIdRecord.Collect(
                app.TenantId, app.Id, user, $"form-{user}-{i}", i == 5 ? FormIdKind.PrepayId : FormIdKind.FormId, i == 5 ? 3 : 1, Given.Now.AddMinutes(-_random.Next(900)), TimeSpan.FromDays(7), Given.Now)))).ToArray();
            await linq.AddAsync([.. formIds]);
            await fast.AddAsync([.. formIds]);
            foreach (var app in _apps)
            {
                foreach (var user in Users)
                {
                    var (remaining, isLongTerm) = (_random.Next(5), _random.Next(4) == 0);
                    await linq.AddGrantAsync(app, user, remaining, isLongTerm);
                    await fast.AddGrantAsync(app, user, remaining, isLongTerm);
                }
            }
        }

        public async Task StepAsync(int step)
        {
            _now += TimeSpan.FromSeconds(_random.Next(20));
            var what = _random.Next(21);
            await (what switch
            {
                < 6 => EnqueueAsync(),
                < 11 => ClaimAsync(),
                < 15 => RecordAsync(),
                15 => BothAsync(q => q.RenewAsync(_tokens, _now, _now.AddSeconds(90), default)),
                16 => BothAsync(q => q.ReapAsync(_now, maxAttempts: 3, TimeSpan.FromMinutes(1), default)),
                17 => CancelOrRetryAsync(),
                18 => PauseOrResumeAsync(),
                19 => BurnAsync(),
                _ => BothAsync(q => q.GetBacklogAsync(_now, default)),
            });
            await BothAsync(async q => string.Join(' ', (await q.FindAppsWithWorkAsync(_now, default)).Order()));
            (await fast.Database.QueryAsync<string>(Contents)).ShouldBe(await linq.Database.QueryAsync<string>(Contents), $"seed {seed}, step {step}, {what}");
            Seen.UnionWith((await linq.Database.QueryAsync<int>("""select distinct "Status" from "WeChatDeliveryLogs" """)).Select(s => (DeliveryStatus)s));
        }

        private Task EnqueueAsync()
        {
            var deliveries = Enumerable.Range(0, _random.Next(1, 8)).Select(_ => Given.ChainDelivery(
                Pick(_apps), Pick(_apps), Pick(Channels), Pick(Users), _random.Next(2) == 0 ? null : $"key-{_random.Next(30)}", (DeliveryPriority)_random.Next(3),
                notBefore: _now.AddSeconds(_random.Next(-5, 40)), expiresAt: _random.Next(3) == 0 ? _now.AddMinutes(3) : null,
                // No two are due at the very same moment: whose turn it is then, nobody promises.
                now: _now.AddMilliseconds(_random.Next(900)).AddMicroseconds(_random.Next(999)))).ToList();
            return BothAsync(async q => string.Join(' ', await q.EnqueueAsync(deliveries, default)));
        }

        private async Task ClaimAsync()
        {
            var claim = new DeliveryClaim(Pick(_apps).Id, Guid.NewGuid(), _random.Next(1, 6), _now, _now.AddSeconds(60));
            _tokens.Add(claim.Token);
            var (a, b) = (await linq.UseAsync<IDeliveryQueue, IReadOnlyList<DeliveryLog>>(q => q.ClaimAsync(claim, default)),
                await fast.UseAsync<IDeliveryQueue, IReadOnlyList<DeliveryLog>>(q => q.ClaimAsync(claim, default)));
            b.ToList().ShouldBeEquivalentTo(a.ToList(), $"seed {seed}");
            foreach (var (one, other) in a.Zip(b))
            {
                _held.Add((one, other));
                if (one.Channel == MessageChannel.TemplateMessage || _random.Next(5) == 0)
                {
                    // Some claim a permit and then stand still: the reaper finds them with the use bound.
                    var wish = new FormIdClaim(one.AppCredentialId, one.OpenId, one.Id, _now, _now.AddDays(1));
                    (await fast.UseAsync<IFormIdStore, FormIdPermit?>(s => s.ClaimAsync(wish, default)))
                        .ShouldBe(await linq.UseAsync<IFormIdStore, FormIdPermit?>(s => s.ClaimAsync(wish, default)), $"seed {seed}");
                }
            }
        }

        private async Task RecordAsync()
        {
            // Some are late: they were reaped, and perhaps claimed again, in between.
            var chosen = _held.Where(_ => _random.Next(2) == 0).ToList();
            _held.RemoveAll(chosen.Contains);
            var (forLinq, forFast) = (new List<DeliveryOutcome>(), new List<DeliveryOutcome>());
            foreach (var (a, b) in chosen)
            {
                var (token, number, kind) = (a.ClaimToken!.Value, a.Attempts, _random.Next(9));
                var grant = kind is 0 or 7 ? GrantChange.Of(a, GrantEffect.UsedUp) : kind is 5 or 6 ? GrantChange.Of(a, GrantEffect.Spent) : null;
                FormIdSettlement? formId = kind is 5 or 6 ? FormIdSettlement.Spent : kind is 1 or 7 ? FormIdSettlement.GivenBack : null;
                Change(a, kind);
                Change(b, kind);
                DeliveryAttempt[] attempts = a.Status == DeliveryStatus.Sent ? [] : [DeliveryAttempt.Of(a, number, _now)];
                var fellBack = a.Reason == DeliveryReason.FellBack;
                forLinq.Add(new DeliveryOutcome(a, token, attempts) { Grant = grant, FormId = formId, FellBack = fellBack });
                forFast.Add(new DeliveryOutcome(b, token, attempts) { Grant = grant, FormId = formId, FellBack = fellBack });
            }

            var written = await linq.UseAsync<IDeliveryQueue, int>(async q => (await q.RecordAsync(forLinq, default)).Count);
            (await fast.UseAsync<IDeliveryQueue, int>(async q => (await q.RecordAsync(forFast, default)).Count)).ShouldBe(written, $"seed {seed}");
        }

        private void Change(DeliveryLog delivery, int kind)
        {
            var error = new DeliveryError(43101 + kind, "说明", $"rid-{kind}");
            switch (kind)
            {
                case 0:
                    delivery.Skip(DeliveryReason.NoPermit, error, _now);
                    break;
                case 1:
                    delivery.Fail(DeliveryReason.ContentRejected, error, _now);
                    break;
                case 2:
                    delivery.Reschedule(_now.AddSeconds(10), DeliveryReason.RetryLater, error);
                    break;
                case 3:
                    delivery.Release(DeliveryReason.AppPaused, null);
                    break;
                case 4:
                    delivery.Hold(error, _now);
                    break;
                case 7 or 8 when delivery.HasFallback:
                    delivery.FallBack("o-2", 0, _now);
                    break;
                default:
                    delivery.MarkSent(kind, _now);
                    break;
            }
        }

        private async Task CancelOrRetryAsync()
        {
            var rows = await linq.AllAsync<DeliveryLog>();
            var row = rows.Where(d => d.Status is not (DeliveryStatus.Sending or DeliveryStatus.Sent)).OrderBy(_ => _random.Next()).FirstOrDefault();
            if (row is null)
            {
                return;
            }

            foreach (var world in new[] { linq, fast })
            {
                using (world.Tenant.Change(row.TenantId))
                {
                    await world.UseAsync<IDeliveryLogRepository>(async r =>
                    {
                        var delivery = (await r.FindAsync(row.Id, default))!;
                        if (delivery.Status == DeliveryStatus.Pending)
                        {
                            delivery.Cancel(_now);
                        }
                        else
                        {
                            delivery.Retry(_now);
                        }

                        await r.SaveAsync(delivery, default);
                    });
                }
            }
        }

        private async Task BurnAsync()
        {
            if (_held.Count > 0)
            {
                var id = Pick(_held).Linq.Id;
                await linq.UseAsync<IFormIdStore>(s => s.BurnAsync(id, default));
                await fast.UseAsync<IFormIdStore>(s => s.BurnAsync(id, default));
            }
        }

        private async Task PauseOrResumeAsync()
        {
            var app = Pick(_apps);
            app.Pause(_now.AddSeconds(_random.Next(30)), PauseReason.ByHand, null, null, _now);
            foreach (var world in new[] { linq, fast })
            {
                await world.Database.ExecuteAsync(
                    """update "WeChatAppCredentials" set "PauseReason" = 0, "PausedUntil" = $2 where "Id" = $1""", app.Id, app.PausedUntil!.Value.UtcDateTime);
            }
        }

        private async Task BothAsync<T>(Func<IDeliveryQueue, Task<T>> call)
            => (await fast.UseAsync(call)).ShouldBe(await linq.UseAsync(call), $"seed {seed}");

        private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
    }
}
