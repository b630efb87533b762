namespace WeChatNotifications.Deliveries;

/// <summary>Keeps one task running for each database that holds deliveries, as databases come and go.</summary>
/// <param name="partitions">Says which there are.</param>
/// <param name="interval">How often it is asked.</param>
/// <param name="retryInterval">How soon it is asked again when it failed.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="onFault">Told when asking failed; what runs goes on.</param>
internal sealed class PartitionFollower(
    IDeliveryPartitionSource partitions, TimeSpan interval, TimeSpan retryInterval, TimeProvider timeProvider, Action<Exception> onFault)
{
    private readonly Dictionary<DeliveryPartition, (Task Run, CancellationTokenSource Stop)> _running = [];

    /// <summary>Follows until it shall stop, and then waits for what runs.</summary>
    /// <param name="run">Works in one database until its token says stop; throws nothing.</param>
    /// <param name="stoppingToken">Stops all.</param>
    public async Task RunAsync(Func<DeliveryPartition, CancellationToken, Task> run, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = interval;
            try
            {
                await FollowAsync(await partitions.GetAsync(stoppingToken).ConfigureAwait(false), run, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Those that run go on.
                onFault(exception);
                wait = retryInterval;
            }

            await Task.Delay(wait, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(_running.Values.Select(r => r.Run)).ConfigureAwait(false);
        foreach (var (_, stop) in _running.Values)
        {
            stop.Dispose();
        }
    }

    private async Task FollowAsync(
        IReadOnlyList<DeliveryPartition> present, Func<DeliveryPartition, CancellationToken, Task> run, CancellationToken stoppingToken)
    {
        foreach (var gone in _running.Keys.Except(present).ToList())
        {
            var (task, stop) = _running[gone];
            await stop.CancelAsync().ConfigureAwait(false);
            await task.ConfigureAwait(false);
            stop.Dispose();
            _running.Remove(gone);
        }

        foreach (var partition in present.Except(_running.Keys).ToList())
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            _running[partition] = (run(partition, stop.Token), stop);
        }
    }
}
