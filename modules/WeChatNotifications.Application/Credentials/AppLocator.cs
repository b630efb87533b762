using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Credentials;

/// <summary>An app, and the tenant that one has to be to reach its rows.</summary>
/// <param name="PartitionTenantId">The tenant of the database that holds it.</param>
/// <param name="App">The app, not tracked.</param>
internal sealed record LocatedApp(Guid? PartitionTenantId, AppCredential App);

/// <summary>
/// Finds apps by what stands in the path of a call that names no tenant: a mini program's log-in, a message that WeChat pushes. Where an app
/// is gets remembered, so that a call costs one question to one database, and one for an appid that nobody has costs none for a while.
/// </summary>
internal sealed class AppLocator(IDeliveryPartitionSource partitions, IServiceScopeFactory scopes, IAmbientTenant tenant, TimeProvider timeProvider) : IDisposable
{
    private const int MaxNameLength = 64;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RememberedAsMissing = TimeSpan.FromSeconds(5);

    private readonly MemoryCache _places = new(new MemoryCacheOptions { SizeLimit = 10_000, Clock = new Clock(timeProvider) });

    /// <summary>All apps of that name, of all tenants.</summary>
    /// <param name="appIdOrId">WeChat's appid, or the id of a credential.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public async Task<IReadOnlyList<LocatedApp>> FindAsync(string appIdOrId, CancellationToken cancellationToken)
    {
        if (appIdOrId.Length is 0 or > MaxNameLength)
        {
            return [];
        }

        if (_places.TryGetValue(appIdOrId, out Guid?[]? places))
        {
            var found = await LookAsync(places!, appIdOrId, cancellationToken).ConfigureAwait(false);
            if (places is [] || found.Count > 0)
            {
                return found;
            }
        }

        var all = (await partitions.GetAsync(cancellationToken).ConfigureAwait(false)).Select(p => p.TenantId).ToArray();
        var apps = await LookAsync(all, appIdOrId, cancellationToken).ConfigureAwait(false);
        _places.Set(
            appIdOrId,
            apps.Select(a => a.PartitionTenantId).Distinct().ToArray(),
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = apps.Count > 0 ? Remembered : RememberedAsMissing });
        return apps;
    }

    /// <inheritdoc />
    public void Dispose() => _places.Dispose();

    private async Task<IReadOnlyList<LocatedApp>> LookAsync(IReadOnlyList<Guid?> places, string appIdOrId, CancellationToken cancellationToken)
    {
        var found = new List<LocatedApp>();
        foreach (var place in places)
        {
            using var bound = tenant.Change(place);
            using var allTenants = tenant.DisableFilter();
            var apps = await scopes.InScopeAsync(
                s => s.GetRequiredService<IAppCredentialRepository>().ListByNameInPathAsync(appIdOrId, cancellationToken)).ConfigureAwait(false);
            found.AddRange(apps.Select(a => new LocatedApp(place, a)));
        }

        return found;
    }

    private sealed class Clock(TimeProvider timeProvider) : Microsoft.Extensions.Internal.ISystemClock
    {
        public DateTimeOffset UtcNow => timeProvider.GetUtcNow();
    }
}
