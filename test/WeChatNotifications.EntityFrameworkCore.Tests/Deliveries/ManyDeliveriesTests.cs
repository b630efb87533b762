using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Auditing;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Rules;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Deliveries;

/// <summary>What is changed as one is changed as if each had been changed by itself.</summary>
public sealed class ManyDeliveriesTests : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

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
    public async Task Rows_that_are_retried_together_stand_as_one_that_is_retried_alone()
    {
        var (alone, together) = (await FailedAsync("o-1"), await FailedAsync("o-2"));
        await _world.UseAsync<IDeliveryLogRepository>(async r =>
        {
            var row = (await r.FindAsync(alone, Stop))!;
            row.Retry(Now.AddHours(1));
            await r.SaveAsync(row, Stop);
        });

        (await RetryAsync([together])).ShouldHaveSingleItem().Id.ShouldBe(together);

        var (one, other) = (await _world.RowAsync(alone), await _world.RowAsync(together));
        foreach (var property in typeof(DeliveryLog).GetProperties().Where(p => p.Name is not ("Id" or "OpenId" or "MessageTemplateId")))
        {
            property.GetValue(other).ShouldBe(property.GetValue(one), property.Name);
        }

        var notes = (await _world.AllAsync<AuditEntry>()).Where(e => e.Kind == AuditedKind.Delivery).ToList();
        notes.Select(n => (n.EntityId, n.Action, Status: string.Join("", n.Changes.Select(c => $"{c.Field} {c.Old} {c.New}"))))
            .ShouldBe([(alone, AuditAction.Retried, "status failed pending"), (together, AuditAction.Retried, "status failed pending")], ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_on_its_way_or_arrived_is_passed_over_and_what_is_left_out_stays_as_it_is()
    {
        var (failed, leftOut, sending, pending) = (await FailedAsync("o-1"), await FailedAsync("o-2"), Given.Delivery(_app, "o-3"), Given.Delivery(_app, "o-4", notBefore: Now.AddDays(1)));
        await _world.AddAsync(sending, pending);
        await _world.UseAsync<IDeliveryQueue>(q => q.ClaimAsync(new DeliveryClaim(_app.Id, Guid.NewGuid(), 1, Now, Now.AddMinutes(1)), Stop));
        var before = await _world.RowAsync(leftOut);

        var changed = await ChangeAsync([failed, leftOut, sending.Id, pending.Id], DeliveryLog.Retryable, rows =>
        {
            rows.Select(d => d.Id).ShouldBe([failed, leftOut], ignoreOrder: true);
            var chosen = rows.Where(d => d.Id == failed).ToList();
            chosen.ForEach(d => d.Retry(Now));
            return chosen;
        });

        changed.Count.ShouldBe(1);
        (await _world.RowAsync(sending.Id)).ShouldSatisfyAllConditions(d => d.Status.ShouldBe(DeliveryStatus.Sending), d => d.ClaimToken.ShouldNotBeNull());
        var after = await _world.RowAsync(leftOut);
        (after.Status, after.ClaimToken, after.FinishedAt).ShouldBe((before.Status, null, before.FinishedAt));
    }

    [Fact]
    public async Task While_many_are_changed_the_engine_passes_them_over_and_a_person_who_had_looked_before_is_refused()
    {
        var ids = new[] { Given.Delivery(_app, "o-1"), Given.Delivery(_app, "o-2") };
        await _world.AddAsync(ids[0], ids[1]);
        await using var scope = _world.Scope();
        var person = scope.ServiceProvider.GetRequiredService<IDeliveryLogRepository>();
        var seen = (await person.FindAsync(ids[0].Id, Stop))!;

        await _world.UseAsync<IDeliveryLogRepository>(r => r.ChangeManyAsync(
            [ids[0].Id, ids[1].Id], DeliveryLog.Cancellable,
            async (rows, token) =>
            {
                var claimed = await _world.UseAsync<IDeliveryQueue, IReadOnlyList<DeliveryLog>>(
                    q => q.ClaimAsync(new DeliveryClaim(_app.Id, Guid.NewGuid(), 9, Now, Now.AddMinutes(1)), token));
                claimed.ShouldBeEmpty();
                foreach (var row in rows)
                {
                    row.Cancel(Now);
                }

                return rows;
            },
            Stop));

        seen.Cancel(Now);
        await Should.ThrowAsync<ConflictException>(() => person.SaveAsync(seen, Stop));
        (await _world.AllAsync<DeliveryLog>()).ShouldAllBe(d => d.Status == DeliveryStatus.Cancelled && d.ClaimToken == null);
    }

    [Fact]
    public async Task A_batch_that_fails_changes_nothing_and_can_be_done_again()
    {
        var failed = await FailedAsync("o-1");

        await _world.UseAsync<IDeliveryLogRepository>(async r =>
        {
            await Should.ThrowAsync<InvalidOperationException>(() => r.ChangeManyAsync(
                [failed], DeliveryLog.Retryable,
                (rows, _) =>
                {
                    rows[0].Retry(Now);
                    throw new InvalidOperationException("The machine stops here.");
                },
                Stop));
            (await _world.RowAsync(failed)).ShouldSatisfyAllConditions(d => d.Status.ShouldBe(DeliveryStatus.Failed), d => d.ClaimToken.ShouldBeNull());
            (await r.ChangeManyAsync([failed], DeliveryLog.Retryable, (rows, _) => Task.FromResult(Retried(rows)), Stop)).Count.ShouldBe(1);
        });

        (await _world.RowAsync(failed)).Status.ShouldBe(DeliveryStatus.Pending);
    }

    [Fact]
    public async Task Those_of_another_tenant_are_nobodys_to_change()
    {
        var failed = await FailedAsync("o-1");

        using (_world.Tenant.Change(Given.OtherTenant))
        {
            (await RetryAsync([failed])).ShouldBeEmpty();
        }

        (await _world.RowAsync(failed)).Status.ShouldBe(DeliveryStatus.Failed);
    }

    private Task<IReadOnlyList<DeliveryLog>> RetryAsync(IReadOnlyCollection<Guid> ids) => ChangeAsync(ids, DeliveryLog.Retryable, Retried);

    private static IReadOnlyList<DeliveryLog> Retried(IReadOnlyList<DeliveryLog> rows)
    {
        foreach (var row in rows)
        {
            row.Retry(Now.AddHours(1));
        }

        return rows;
    }

    private Task<IReadOnlyList<DeliveryLog>> ChangeAsync(
        IReadOnlyCollection<Guid> ids, IReadOnlyCollection<DeliveryStatus> from, Func<IReadOnlyList<DeliveryLog>, IReadOnlyList<DeliveryLog>> change)
        => _world.UseAsync<IDeliveryLogRepository, IReadOnlyList<DeliveryLog>>(
            r => r.ChangeManyAsync(ids, from, (rows, _) => Task.FromResult(change(rows)), Stop));

    private async Task<Guid> FailedAsync(string openId)
    {
        var delivery = Given.Delivery(_app, openId);
        await _world.AddAsync(delivery);
        await _world.UseAsync<IDeliveryQueue>(async q =>
        {
            var claimed = (await q.ClaimAsync(new DeliveryClaim(_app.Id, Guid.NewGuid(), 9, Now, Now.AddMinutes(1)), Stop)).Single();
            var token = claimed.ClaimToken!.Value;
            claimed.Fail(DeliveryReason.TemplateBroken, new DeliveryError(40037, "invalid template_id", "rid-1"), Now);
            await q.RecordAsync([new DeliveryOutcome(claimed, token, [])], Stop);
        });
        return delivery.Id;
    }
}
