using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Jobs;
using WeChatNotifications.Localization;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Broadcasts;

/// <summary>
/// Reads the host's audience sources into the lists of their broadcasts, ahead of the expansion. A broadcast that is started meanwhile does
/// not wait for the one before.
/// </summary>
internal sealed class BroadcastSourceJob(
    IServiceScopeFactory scopes, IAmbientTenant tenant, AudienceStaging staging, BroadcastExpander expander, IModuleTexts texts, IOptions<BroadcastOptions> options,
    TimeProvider timeProvider, ILogger<BroadcastSourceJob> logger) : IModuleJob
{
    private readonly ConcurrentDictionary<Guid, int> _failures = new();

    public string Name => "broadcast-sources";

    public TimeSpan Interval => options.Value.Interval;

    public TimeSpan Lease => options.Value.Lease;

    public async Task<JobResult> RunAsync(CancellationToken cancellationToken)
    {
        var read = 0;
        var reading = new Dictionary<Guid, Task>();
        try
        {
            do
            {
                foreach (var broadcast in await UnreadAsync(cancellationToken).ConfigureAwait(false))
                {
                    if (reading.Count < options.Value.ConcurrentSources && !reading.ContainsKey(broadcast.Id))
                    {
                        reading[broadcast.Id] = Begin(broadcast, cancellationToken);
                    }
                }

                await Task.WhenAny([.. reading.Values, Task.Delay(Interval, timeProvider, cancellationToken)]).ConfigureAwait(false);
                foreach (var (id, task) in reading.Where(r => r.Value.IsCompleted).ToList())
                {
                    reading.Remove(id);
                    await task.ConfigureAwait(false);
                    read++;
                }
            }
            while (reading.Count > 0);
            return new JobResult(read);
        }
        finally
        {
            await Task.WhenAll(reading.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IReadOnlyList<Broadcast>> UnreadAsync(CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var active = await scopes.InScopeAsync(s => s.GetRequiredService<IBroadcastRepository>().ListActiveAsync(now, cancelledSince: now, cancellationToken)).ConfigureAwait(false);
        return [.. active.Where(b => b is { Audience: AudienceKind.Source, IsStaged: false, Status: BroadcastStatus.Running or BroadcastStatus.Paused })];
    }

    private Task Begin(Broadcast broadcast, CancellationToken cancellationToken)
    {
        // In a flow of its own: a host's notion of the tenant may be one object for a flow and all that it begins.
        using var noFlow = ExecutionContext.SuppressFlow();
        return Task.Run(() => ReadAsync(broadcast, cancellationToken), CancellationToken.None);
    }

    private async Task ReadAsync(Broadcast broadcast, CancellationToken cancellationToken)
    {
        using var asTenant = tenant.Change(broadcast.TenantId);
        try
        {
            if (!await staging.ReadAsync(broadcast, cancellationToken).ConfigureAwait(false))
            {
                await FailAsync(broadcast, "Broadcast.SourceUnknown", cancellationToken).ConfigureAwait(false);
            }

            _failures.TryRemove(broadcast.Id, out _);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            BroadcastLog.Fault(logger, broadcast.Id, "reading its audience source", exception);
            if (_failures.AddOrUpdate(broadcast.Id, 1, static (_, n) => n + 1) >= options.Value.MaxSourceFailures)
            {
                _failures.TryRemove(broadcast.Id, out _);
                await FailAsync(broadcast, "Broadcast.SourceFailed", cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task<bool> FailAsync(Broadcast broadcast, string text, CancellationToken cancellationToken) => scopes.InScopeAsync(async s =>
    {
        var broadcasts = s.GetRequiredService<IBroadcastRepository>();
        if (await broadcasts.FindAsync(broadcast.Id, cancellationToken).ConfigureAwait(false) is { Status: BroadcastStatus.Running } present)
        {
            var message = texts.Get(text, new Dictionary<string, object?>(StringComparer.Ordinal) { ["source"] = present.SourceName });
            await expander.FailAsync(broadcasts, present, message, cancellationToken).ConfigureAwait(false);
        }

        return true;
    });
}
