using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Events;

namespace WeChatNotifications.Deliveries;

/// <summary>
/// Writes outcomes in batches. Their messages are sent already, so an outcome is kept and tried again until the database takes it
/// or the host has to stop; what is lost then is found by the reaper.
/// </summary>
internal sealed class DeliveryRecorder(
    IServiceScopeFactory scopes, IDeliverySignal signal, WeChatNotificationsMetrics metrics, PendingOutcomes allPending, IOptions<DispatchOptions> options, TimeProvider timeProvider, ILogger<DeliveryRecorder> logger)
{
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly Channel<(DeliveryOutcome Outcome, ClaimedBatch Batch)> _outcomes =
        Channel.CreateUnbounded<(DeliveryOutcome, ClaimedBatch)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly DispatchOptions _options = options.Value;
    private int _pending;

    /// <summary>Outcomes that are not written yet. Bounded by what was claimed.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Takes over the outcome of a delivery that was not attempted.</summary>
    public void Record(ClaimedDelivery claimed) => Record(new DeliveryOutcome(claimed.Delivery, claimed.Batch.Token, []), claimed.Batch);

    /// <summary>Takes over the outcome of an attempt.</summary>
    public void Record(ClaimedDelivery claimed, IReadOnlyList<DeliveryAttempt> attempts, AttemptResult result) => Record(
        new DeliveryOutcome(claimed.Delivery, claimed.Batch.Token, attempts) { Grant = result.Grant, FormId = result.FormId, FellBack = result.FellBack }, claimed.Batch);

    /// <summary>No more outcomes come; <see cref="RunAsync"/> ends when the last one is written.</summary>
    public void Complete() => _outcomes.Writer.TryComplete();

    /// <summary>Writes until completed.</summary>
    /// <param name="cancellationToken">Gives up what is not written yet.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var batch = new List<(DeliveryOutcome Outcome, ClaimedBatch Batch)>(_options.RecordBatch);
        try
        {
            while (await _outcomes.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                Fill(batch);
                if (batch.Count < _options.RecordBatch / 4 && _options.RecordLinger > TimeSpan.Zero && !_outcomes.Reader.Completion.IsCompleted)
                {
                    await Task.Delay(_options.RecordLinger, timeProvider, cancellationToken).ConfigureAwait(false);
                    Fill(batch);
                }

                await WriteAsync(batch, cancellationToken).ConfigureAwait(false);
                batch.Clear();
            }
        }
        finally
        {
            // What is given up is nobody's to wait for.
            allPending.Add(-Pending);
        }
    }

    private void Record(DeliveryOutcome outcome, ClaimedBatch batch)
    {
        Interlocked.Increment(ref _pending);
        allPending.Add(1);
        _outcomes.Writer.TryWrite((outcome, batch));
    }

    private void Fill(List<(DeliveryOutcome Outcome, ClaimedBatch Batch)> batch)
    {
        while (batch.Count < _options.RecordBatch && _outcomes.Reader.TryRead(out var next))
        {
            batch.Add(next);
        }
    }

    private async Task WriteAsync(List<(DeliveryOutcome Outcome, ClaimedBatch Batch)> batch, CancellationToken cancellationToken)
    {
        var outcomes = batch.ConvertAll(b => b.Outcome);
        for (var failures = 0; ; failures++)
        {
            try
            {
                var written = await scopes.InScopeAsync(s => s.GetRequiredService<IOutcomeTeller>().RecordAsync(
                    () => s.GetRequiredService<IDeliveryQueue>().RecordAsync(outcomes, cancellationToken), w => w.Select(o => o.Delivery), cancellationToken)).ConfigureAwait(false);
                if (written.Count < outcomes.Count)
                {
                    DeliveryEngineLog.LateOutcomes(logger, outcomes.Count - written.Count);
                }

                WakeFallbacks(written);
                break;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                var wait = TimeSpan.FromMilliseconds(Math.Min(LongestRetry.TotalMilliseconds, 100 * Math.Pow(2, Math.Min(failures, 10))));
                DeliveryEngineLog.RecordFailed(logger, outcomes.Count, wait, exception);
                await Task.Delay(wait, timeProvider, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var (outcome, claimed) in batch)
        {
            metrics.Recorded(outcome.Delivery);
            claimed.Closed();
        }

        Interlocked.Add(ref _pending, -batch.Count);
        allPending.Add(-batch.Count);
    }

    /// <summary>What fell back waits for another app, perhaps, whose lane knows nothing of it. If this is lost, the next poll finds it.</summary>
    private void WakeFallbacks(IReadOnlyList<DeliveryOutcome> written)
    {
        HashSet<Guid>? apps = null;
        foreach (var outcome in written)
        {
            if (outcome.FellBack)
            {
                (apps ??= []).Add(outcome.Delivery.AppCredentialId);
            }
        }

        foreach (var app in apps ?? [])
        {
            signal.WorkArrived(app);
        }
    }
}
