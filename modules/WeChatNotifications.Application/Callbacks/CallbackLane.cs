using Microsoft.Extensions.Logging;

namespace WeChatNotifications.Callbacks;

/// <summary>
/// The pushed messages of one account, stored in the order in which they came. A message is stored at once when nothing else is going on;
/// what comes meanwhile is stored together. Handlers follow behind, and hold up nobody but each other.
/// </summary>
internal sealed class CallbackLane(
    CallbackStore store, MessageHandlers handlers, CallbackQueue queue, SemaphoreSlim atOnce, CallbackOptions options, TimeProvider timeProvider, ILogger logger,
    CancellationToken giveUp)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly LinkedList<PushedCallback> _waiting = [];
    private Task _storing = Task.CompletedTask;
    private Task _handling = Task.CompletedTask;
    private bool _isRunning;

    /// <summary>Messages that are not stored.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Takes over a message.</summary>
    public void Add(PushedCallback callback)
    {
        lock (_lock)
        {
            _waiting.AddLast(callback);
            if (!_isRunning)
            {
                _isRunning = true;
                _storing = Task.Run(RunAsync, CancellationToken.None);
            }
        }
    }

    /// <summary>Over when all that was added is stored and handled, or given up.</summary>
    public async Task CompleteAsync()
    {
        Task storing;
        lock (_lock)
        {
            storing = _storing;
        }

        await storing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _handling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync()
    {
        var failures = 0;
        while (Next(failures) is { Count: > 0 } batch)
        {
            try
            {
                await atOnce.WaitAsync(giveUp).ConfigureAwait(false);
                try
                {
                    Stored(batch, await store.StoreAsync(batch, giveUp).ConfigureAwait(false));
                    failures = 0;
                }
                finally
                {
                    atOnce.Release();
                }
            }
            catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // WeChat has its answer: the message is ours, and is tried until the database takes it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failures++;
                var wait = TimeSpan.FromMilliseconds(Math.Min(options.RetryCap.TotalMilliseconds, FirstRetry.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 20))));
                CallbackLog.StoreFailed(logger, batch.Count, batch[0].Account.AppId, wait, exception);
                Failed(batch);
                await Task.Delay(wait, timeProvider, giveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>The next batch. After failures in a row a single message: one that cannot be stored must not keep the others.</summary>
    private List<PushedCallback> Next(int failures)
    {
        lock (_lock)
        {
            var batch = _waiting.Take(failures > 2 ? 1 : options.BatchSize).ToList();
            _isRunning = batch.Count > 0 && !giveUp.IsCancellationRequested;
            return _isRunning ? batch : [];
        }
    }

    private void Stored(List<PushedCallback> batch, IReadOnlyList<PushedCallback> fresh)
    {
        lock (_lock)
        {
            batch.ForEach(c => _waiting.Remove(c));
        }

        batch.ForEach(c => c.MarkStored());
        if (fresh.Count == 0 || handlers.IsEmpty)
        {
            queue.Done(batch.Count);
            return;
        }

        queue.Done(batch.Count - fresh.Count);
        _handling = HandleAsync(_handling, fresh);
    }

    private async Task HandleAsync(Task before, IReadOnlyList<PushedCallback> fresh)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var callback in fresh)
        {
            await handlers.HandleAsync(callback, giveUp).ConfigureAwait(false);
            queue.Done(1);
        }
    }

    /// <summary>Goes on with the others first.</summary>
    private void Failed(List<PushedCallback> batch)
    {
        lock (_lock)
        {
            foreach (var callback in batch)
            {
                _waiting.Remove(callback);
                if (timeProvider.GetUtcNow() - callback.ReceivedAt < DeliveryReceipt.Reach)
                {
                    _waiting.AddLast(callback);
                }
                else
                {
                    // For a day nothing helped.
                    CallbackLog.Lost(logger, 1);
                    queue.Done(1);
                }
            }
        }
    }
}
