using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Security;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Callbacks;

/// <summary>
/// Knows the accounts of all tenants that WeChat pushes messages for. All of them are read at once and seldom, so that what strangers
/// send, for whatever appid, does not reach the database.
/// </summary>
internal sealed class CallbackDirectory : IDisposable
{
    /// <summary>What is not found may have been added on another node just now; so often at most is looked.</summary>
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(2);

    private readonly IServiceScopeFactory _scopes;
    private readonly IDeliveryPartitionSource _partitions;
    private readonly IAmbientTenant _tenant;
    private readonly ISecretProtector _protector;
    private readonly DeliverySignal _signal;
    private readonly CallbackOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<CallbackDirectory> _logger;
    private readonly SignalInbox _changes = new();
    private readonly Lock _lock = new();
    private Task? _reading;

    /// <summary>Grows with every change on this node; whatever was read before it is not used any more.</summary>
    private int _version;

    private volatile Snapshot? _snapshot;

    public CallbackDirectory(
        IServiceScopeFactory scopes, IDeliveryPartitionSource partitions, IAmbientTenant tenant, ISecretProtector protector, DeliverySignal signal,
        IOptions<CallbackOptions> options, TimeProvider timeProvider, ILogger<CallbackDirectory> logger)
    {
        (_scopes, _partitions, _tenant, _protector, _signal) = (scopes, partitions, tenant, protector, signal);
        (_options, _time, _logger) = (options.Value, timeProvider, logger);
        _signal.Connect(_changes);
    }

    /// <summary>Whether the accounts could be read at all.</summary>
    public bool IsReady => _snapshot is not null;

    public void Dispose() => _signal.Disconnect(_changes);

    /// <summary>
    /// The accounts with an appid (several tenants may have the same), or with an id of a credential. As they were read last; older ones are
    /// read again meanwhile.
    /// </summary>
    /// <param name="appId">WeChat's appid, or the id of a credential.</param>
    /// <param name="cancellationToken">Ends the wait for the very first reading, and for one after a change on this node.</param>
    /// <returns>The accounts; null when nothing could be read yet.</returns>
    public async Task<IReadOnlyList<CallbackAccount>?> FindAsync(string appId, CancellationToken cancellationToken)
    {
        if (_changes.TakeChanged().Count > 0)
        {
            _changes.TakeApps();
            Interlocked.Increment(ref _version);
        }

        var version = Volatile.Read(ref _version);
        if (_snapshot is null || _snapshot.Version < version)
        {
            // A reading that is under way may have begun before the change.
            await WaitAsync(Read(), cancellationToken).ConfigureAwait(false);
            if (_snapshot?.Version < version)
            {
                await WaitAsync(Read(), cancellationToken).ConfigureAwait(false);
            }
        }
        else if (_time.GetElapsedTime(_snapshot.ReadAt) >= _options.KeyFreshness)
        {
            _ = Read();
        }

        return _snapshot?.Find(appId);
    }

    /// <summary>Like <see cref="FindAsync"/>, for one that did not find what it looked for: reads again, unless that was done just now.</summary>
    public async Task<IReadOnlyList<CallbackAccount>?> FindAgainAsync(string appId, CancellationToken cancellationToken)
    {
        if (_snapshot is not { } snapshot || _time.GetElapsedTime(snapshot.ReadAt) >= snapshot.ShortestInterval)
        {
            await WaitAsync(Read(), cancellationToken).ConfigureAwait(false);
        }

        return _snapshot?.Find(appId);
    }

    private static async Task WaitAsync(Task reading, CancellationToken cancellationToken)
        => await reading.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>One reading at a time, whoever asks.</summary>
    private Task Read()
    {
        lock (_lock)
        {
            if (_reading is not { IsCompleted: false })
            {
                // Off the request's flow: its tenant and its end are nobody's concern here.
                using var noFlow = ExecutionContext.SuppressFlow();
                _reading = Task.Run(ReadAsync);
            }

            return _reading;
        }
    }

    private async Task ReadAsync()
    {
        var (began, version) = (_time.GetTimestamp(), Volatile.Read(ref _version));
        var before = _snapshot;
        var parts = new List<(DeliveryPartition Partition, IReadOnlyList<CallbackAccount> Accounts)>();
        var isComplete = true;
        foreach (var partition in await PartitionsAsync(before).ConfigureAwait(false))
        {
            try
            {
                parts.Add((partition, await ReadAsync(partition, before).ConfigureAwait(false)));
            }
#pragma warning disable CA1031 // A database that is away must not keep the others' pushes out.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                CallbackLog.KeysUnavailable(_logger, partition.Name, exception);
                isComplete = false;
                if (before?.AccountsOf(partition) is { } known)
                {
                    parts.Add((partition, known));
                }
            }
        }

        if (parts.Count > 0 || isComplete)
        {
            var took = _time.GetElapsedTime(began);
            _snapshot = new Snapshot(parts, version, _time.GetTimestamp(), took * 20 > ShortestInterval ? took * 20 : ShortestInterval);
        }
    }

    private async Task<IReadOnlyList<DeliveryPartition>> PartitionsAsync(Snapshot? before)
    {
        try
        {
            return await _partitions.GetAsync(CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The host's list of databases may be in a database itself.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            CallbackLog.KeysUnavailable(_logger, DeliveryPartition.Host.Name, exception);
            return before?.Partitions ?? [];
        }
    }

    private async Task<IReadOnlyList<CallbackAccount>> ReadAsync(DeliveryPartition partition, Snapshot? before)
    {
        using var bound = _tenant.Change(partition.TenantId);
        using var allTenants = _tenant.DisableFilter();
        var credentials = await _scopes.InScopeAsync(
            s => s.GetRequiredService<IAppCredentialRepository>().ListWithCallbacksAsync(CancellationToken.None)).ConfigureAwait(false);
        return [.. credentials.Select(c => before?.ById(c.Id) is { } known && known.IsSameAs(c) ? known : new CallbackAccount(c, _protector, _logger))];
    }

    private sealed class Snapshot(
        IReadOnlyList<(DeliveryPartition Partition, IReadOnlyList<CallbackAccount> Accounts)> parts, int version, long readAt, TimeSpan shortestInterval)
    {
        private readonly FrozenDictionary<string, CallbackAccount[]> _byAppId =
            parts.SelectMany(p => p.Accounts).GroupBy(a => a.AppId, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);

        private readonly FrozenDictionary<Guid, CallbackAccount> _byId = parts.SelectMany(p => p.Accounts).DistinctBy(a => a.Id).ToFrozenDictionary(a => a.Id);

        public int Version => version;

        public long ReadAt => readAt;

        /// <summary>Longer where reading takes long: what strangers send must not keep the databases busy.</summary>
        public TimeSpan ShortestInterval => shortestInterval;

        public IReadOnlyList<DeliveryPartition> Partitions => [.. parts.Select(p => p.Partition)];

        public IReadOnlyList<CallbackAccount>? AccountsOf(DeliveryPartition partition) => parts.Where(p => p.Partition == partition).Select(p => p.Accounts).FirstOrDefault();

        public CallbackAccount? ById(Guid id) => _byId.GetValueOrDefault(id);

        public CallbackAccount[] Find(string appId)
            => _byAppId.TryGetValue(appId, out var accounts) ? accounts : Guid.TryParse(appId, out var id) && ById(id) is { } account ? [account] : [];
    }
}
