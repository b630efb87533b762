using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Queue;

/// <summary>What the tests of both queues share: a database, one app of one tenant, and short names for the queue's calls.</summary>
public abstract class QueueTests(QueueKind kind) : IAsyncLifetime
{
    private protected QueueKind Kind { get; } = kind;

    private protected World World { get; private set; } = null!;

    private protected AppCredential App { get; private set; } = null!;

    private protected static DateTimeOffset Now => Given.Now;

    public async ValueTask InitializeAsync()
    {
        World = await World.CreateAsync(Kind);
        App = await World.AddAppAsync(Given.Tenant);
    }

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Task<IReadOnlyList<EnqueuedDelivery>> EnqueueAsync(params IReadOnlyList<DeliveryLog> deliveries)
        => World.UseAsync<IDeliveryQueue, IReadOnlyList<EnqueuedDelivery>>(q => q.EnqueueAsync(deliveries, default));

    private protected Task<IReadOnlyList<DeliveryLog>> ClaimAsync(
        int max = 100, DateTimeOffset? now = null, Guid? token = null, AppCredential? app = null, DeliveryPriority leastUrgent = DeliveryPriority.Bulk,
        bool newestTransactionalFirst = false)
    {
        var at = now ?? Now;
        return World.UseAsync<IDeliveryQueue, IReadOnlyList<DeliveryLog>>(
            q => q.ClaimAsync(new DeliveryClaim((app ?? App).Id, token ?? Guid.NewGuid(), max, at, at.AddMinutes(1), leastUrgent) { NewestTransactionalFirst = newestTransactionalFirst }, default));
    }

    private protected Task<int> RecordAsync(params IReadOnlyList<DeliveryOutcome> outcomes)
        => World.UseAsync<IDeliveryQueue, int>(async q => (await q.RecordAsync(outcomes, default)).Count);

    private protected Task<ReapedDeliveries> ReapAsync(DateTimeOffset now, int maxAttempts = 5)
        => World.UseAsync<IDeliveryQueue, ReapedDeliveries>(q => q.ReapAsync(now, maxAttempts, TimeSpan.FromMinutes(1), default));

    private protected Task<int> RenewAsync(DateTimeOffset now, DateTimeOffset until, params Guid[] tokens)
        => World.UseAsync<IDeliveryQueue, int>(q => q.RenewAsync(tokens, now, until, default));

    private protected Task<IReadOnlyList<Guid>> FindAppsAsync(DateTimeOffset? now = null)
        => World.UseAsync<IDeliveryQueue, IReadOnlyList<Guid>>(q => q.FindAppsWithWorkAsync(now ?? Now, default));

    /// <summary>Stores one delivery and claims it.</summary>
    private protected async Task<DeliveryLog> ClaimedAsync(string openId = "o-alice", AppCredential? app = null)
    {
        await EnqueueAsync(Given.Delivery(app ?? App, openId));
        return (await ClaimAsync(app: app)).Single(d => d.OpenId == openId);
    }

    /// <summary>An outcome that comes with the claim under which the delivery is held, and means for grants what the engine makes of it.</summary>
    private protected static DeliveryOutcome Outcome(DeliveryLog claimed, Action<DeliveryLog> change, bool withAttempt = false)
    {
        var (token, number) = (claimed.ClaimToken!.Value, claimed.Attempts);
        change(claimed);
        return new DeliveryOutcome(claimed, token, withAttempt ? [DeliveryAttempt.Of(claimed, number, Now)] : [])
        {
            Grant = claimed.Status == DeliveryStatus.Sent ? GrantChange.Of(claimed, GrantEffect.Spent)
                : claimed.Reason == DeliveryReason.NoPermit ? GrantChange.Of(claimed, GrantEffect.UsedUp) : null,
        };
    }
}
