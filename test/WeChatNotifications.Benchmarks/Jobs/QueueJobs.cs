using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Benchmarks.Jobs;

/// <summary>The single steps of a row through the database, with nobody else at work. Each looks afterwards whether all rows are where they should be.</summary>
internal static class QueueJobs
{
    private const int RowsOfACall = 2_000;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>Rows that are made before the clock starts, so that nothing but the queue is measured.</summary>
    public static async Task<JobResult> EnqueueRowsAsync(Job job, CancellationToken cancellationToken)
    {
        await using var worker = await Worker.OpenAsync(job, cancellationToken);
        await EnqueueAsync(worker, await MakeRowsAsync(worker, 0, job, job.WarmUp, cancellationToken), job.PerCall, job.Producers, cancellationToken);
        var rows = await MakeRowsAsync(worker, job.WarmUp, job, job.Messages, cancellationToken);
        return await MeasureAsync(worker, job, waiting: job.WarmUp + job.Messages, () => EnqueueAsync(worker, rows, job.PerCall, job.Producers, cancellationToken), cancellationToken);
    }

    /// <summary>All that <c>SendAsync</c> does, while no engine takes the cores away.</summary>
    public static async Task<JobResult> EnqueueNotificationsAsync(Job job, CancellationToken cancellationToken)
    {
        await using var worker = await Worker.OpenAsync(job, cancellationToken);
        await worker.SendAsync(0, job.WarmUp, job.PerCall, job.Producers, cancellationToken);
        return await MeasureAsync(
            worker, job, waiting: job.WarmUp + job.Messages, () => worker.SendAsync(job.WarmUp, job.Messages, job.PerCall, job.Producers, cancellationToken), cancellationToken);
    }

    public static async Task<JobResult> ClaimAsync(Job job, CancellationToken cancellationToken)
    {
        await using var worker = await Worker.OpenAsync(job, cancellationToken);
        await EnqueueAsync(worker, await MakeRowsAsync(worker, 0, job, job.WarmUp + job.Messages, cancellationToken), RowsOfACall, producers: 2, cancellationToken);
        await ClaimAsync(worker, job, job.WarmUp, cancellationToken);
        IReadOnlyCollection<(DeliveryLog, Guid)> claimed = [];
        var result = await MeasureAsync(worker, job, waiting: 0, async () => claimed = await ClaimAsync(worker, job, job.Messages, cancellationToken), cancellationToken);
        return claimed.DistinctBy(c => c.Item1.Id).Count() == job.Messages
            ? result
            : throw new InvalidOperationException($"{claimed.Count} of {job.Messages} rows were claimed, some of them twice.");
    }

    public static async Task<JobResult> RecordAsync(Job job, CancellationToken cancellationToken)
    {
        await using var worker = await Worker.OpenAsync(job, cancellationToken);
        await EnqueueAsync(worker, await MakeRowsAsync(worker, 0, job, job.WarmUp + job.Messages, cancellationToken), RowsOfACall, producers: 2, cancellationToken);
        var claimed = await ClaimAsync(worker, job, job.WarmUp + job.Messages, cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        var outcomes = claimed.Select((c, number) =>
        {
            c.Delivery.MarkSent(number + 1, now);
            return new DeliveryOutcome(c.Delivery, c.Token, []);
        }).ToList();
        await RecordAsync(worker, outcomes[..job.WarmUp], job, cancellationToken);
        return await MeasureAsync(worker, job, waiting: 0, () => RecordAsync(worker, outcomes[job.WarmUp..], job, cancellationToken), cancellationToken, sent: outcomes.Count);
    }

    private static async Task<JobResult> MeasureAsync(Worker worker, Job job, long waiting, Func<Task> act, CancellationToken cancellationToken, long sent = 0)
    {
        var meter = UsageMeter.Start(job);
        var start = Stopwatch.GetTimestamp();
        await act();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var usage = meter.Stop(job.Messages);
        await using var scope = worker.Services.CreateAsyncScope();
        var rows = scope.ServiceProvider.GetRequiredService<WeChatNotificationsDbContext>().Set<DeliveryLog>().IgnoreQueryFilters();
        var found = (await rows.LongCountAsync(d => d.Status == DeliveryStatus.Pending, cancellationToken), await rows.LongCountAsync(d => d.Status == DeliveryStatus.Sent, cancellationToken));
        return found == (waiting, sent)
            ? new() { Seconds = seconds, Usage = usage }
            : throw new InvalidOperationException($"{job.Kind}: {found.Item1} rows wait and {found.Item2} are sent, instead of {waiting} and {sent}.");
    }

    private static async Task<IReadOnlyList<DeliveryLog>> MakeRowsAsync(Worker worker, int first, Job job, int count, CancellationToken cancellationToken)
    {
        await using var scope = worker.Services.CreateAsyncScope();
        var template = await scope.ServiceProvider.GetRequiredService<WeChatNotificationsDbContext>().Set<MessageTemplate>().IgnoreQueryFilters().SingleAsync(cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        var rows = new DeliveryLog[count];
        for (var i = 0; i < count; i++)
        {
            var notification = SampleNotifications.Of(first + i, job.Users);
            var message = TemplateRenderer.Render(template, notification.Data, CultureInfo.InvariantCulture, TimeZoneInfo.Utc).Message;
            rows[i] = DeliveryLog.Queue(
                template, SampleMessages.OpenId(first + i, job.Users), message ?? throw new InvalidOperationException("The sample message cannot be rendered."),
                new DeliveryTiming(DeliveryPriority.Transactional, NotBefore: null, ExpiresAt: null), dedupKey: null, now);
        }

        return rows;
    }

    private static Task EnqueueAsync(Worker worker, IReadOnlyList<DeliveryLog> rows, int perCall, int producers, CancellationToken cancellationToken)
        => InChunksAsync(worker, rows, perCall, producers, (queue, chunk) => queue.EnqueueAsync(chunk, cancellationToken), cancellationToken);

    private static Task RecordAsync(Worker worker, IReadOnlyList<DeliveryOutcome> outcomes, Job job, CancellationToken cancellationToken)
        => InChunksAsync(worker, outcomes, job.PerCall, job.Producers, (queue, chunk) => queue.RecordAsync(chunk, cancellationToken), cancellationToken);

    private static Task InChunksAsync<T>(Worker worker, IReadOnlyList<T> rows, int perCall, int atOnce, Func<IDeliveryQueue, T[], Task> act, CancellationToken cancellationToken)
        => Parallel.ForEachAsync(rows.Chunk(perCall), new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken }, async (chunk, _) =>
        {
            await using var scope = worker.Services.CreateAsyncScope();
            await act(scope.ServiceProvider.GetRequiredService<IDeliveryQueue>(), chunk);
        });

    /// <summary>So many claims at once, as many nodes do, until so many rows are claimed.</summary>
    private static async Task<IReadOnlyList<(DeliveryLog Delivery, Guid Token)>> ClaimAsync(Worker worker, Job job, int rows, CancellationToken cancellationToken)
    {
        var left = rows;
        var claimed = await Task.WhenAll(Enumerable.Range(0, job.Producers).Select(_ => Task.Run(ClaimOnAsync, cancellationToken)));
        return [.. claimed.SelectMany(c => c)];

        async Task<List<(DeliveryLog, Guid)>> ClaimOnAsync()
        {
            var mine = new List<(DeliveryLog, Guid)>();
            while (true)
            {
                // Reserved before it is asked for: nobody claims beyond the number.
                var wanted = Math.Min(job.PerCall, Interlocked.Add(ref left, -job.PerCall) + job.PerCall);
                if (wanted <= 0)
                {
                    return mine;
                }

                await using var scope = worker.Services.CreateAsyncScope();
                var now = TimeProvider.System.GetUtcNow();
                var (token, got) = (Guid.NewGuid(), 0);
                while (got < wanted)
                {
                    var claim = new DeliveryClaim(worker.CredentialId, token, wanted - got, now, now + Lease);
                    var batch = await scope.ServiceProvider.GetRequiredService<IDeliveryQueue>().ClaimAsync(claim, cancellationToken);
                    mine.AddRange(batch.Select(d => (d, token)));
                    got += batch.Count > 0 ? batch.Count : throw new InvalidOperationException($"No rows are left, and {wanted - got} were to be claimed.");
                }
            }
        }
    }
}
