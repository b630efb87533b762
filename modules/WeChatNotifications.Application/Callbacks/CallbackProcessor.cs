using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatNotifications.Callbacks;

/// <summary>Brings what was taken into the database, a lane for each account. A stopping host finishes what it has taken.</summary>
internal sealed class CallbackProcessor(
    CallbackQueue queue, CallbackStore store, MessageHandlers handlers, IOptions<CallbackOptions> options, TimeProvider timeProvider, ILogger<CallbackProcessor> logger)
    : BackgroundService
{
    /// <summary>Accounts whose batches are in the database at once: a fraction of what a connection pool has.</summary>
    private const int AccountsAtOnce = 32;

    private readonly Dictionary<Guid, CallbackLane> _lanes = [];

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var giveUp = new CancellationTokenSource();
        using var atOnce = new SemaphoreSlim(AccountsAtOnce);
        using var closing = stoppingToken.Register(queue.Close);
        await foreach (var callback in queue.Arrivals.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (!_lanes.TryGetValue(callback.Account.Id, out var lane))
            {
                lane = new CallbackLane(store, handlers, queue, atOnce, options.Value, timeProvider, logger, giveUp.Token);
                _lanes[callback.Account.Id] = lane;
            }

            lane.Add(callback);
        }

        var draining = Task.WhenAll(_lanes.Values.Select(l => l.CompleteAsync()));
        using var limit = new CancellationTokenSource(options.Value.DrainTimeout, timeProvider);
        await draining.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await giveUp.CancelAsync().ConfigureAwait(false);
        await draining.ConfigureAwait(false);
        if (_lanes.Values.Sum(l => l.Waiting) is > 0 and var lost)
        {
            CallbackLog.Lost(logger, lost);
        }
    }
}
