using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Tenancy;

internal sealed class TenantLimitsAppService(
    ITenantLimits limits, IAppCredentialRepository credentials, TenantGates gates, IDeliverySignal signal, IAmbientTenant tenant, TimeProvider timeProvider)
    : ITenantLimitsAppService
{
    public async Task<TenantLimitsDto> GetOwnAsync(CancellationToken cancellationToken = default)
        => await ToDtoAsync(tenant.Id, await limits.FindAsync(tenant.Id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<TenantLimitsDto> GetAsync(Guid tenantId, CancellationToken cancellationToken = default)
    {
        using (tenant.Change(tenantId))
        {
            return await GetOwnAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<TenantLimitsDto> SetAsync(Guid tenantId, SetTenantLimitsDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);

        // The tenant's own database, where it has one.
        using (tenant.Change(tenantId))
        {
            var now = timeProvider.GetUtcNow();
            var settings = await limits.FindAsync(tenantId, cancellationToken).ConfigureAwait(false);
            if (input.ConcurrencyStamp is { } seen && seen != settings?.ConcurrencyStamp)
            {
                throw ConflictException.Changed(nameof(TenantSettings));
            }

            settings ??= TenantSettings.Of(tenantId, now);
            settings.Limit(input.SendsPerSecond, input.DailyVolume, input.LogRetentionDays, now);
            await limits.SaveAsync(settings, cancellationToken).ConfigureAwait(false);
            gates.Of(tenantId).Outdate();
            await ReleaseAsync(settings, now, cancellationToken).ConfigureAwait(false);
            return await ToDtoAsync(tenantId, settings, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What the old volume has put off may be within the new one; what is not is put off again.</summary>
    private async Task ReleaseAsync(TenantSettings settings, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await limits.ReleasePostponedAsync(settings.TenantId, now, cancellationToken).ConfigureAwait(false);
        foreach (var app in await credentials.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            signal.SettingsChanged(app.Id);
            signal.WorkArrived(app.Id);
        }
    }

    private async Task<TenantLimitsDto> ToDtoAsync(Guid? tenantId, TenantSettings? settings, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        return new()
        {
            TenantId = tenantId,
            SendsPerSecond = settings?.SendsPerSecond,
            DailyVolume = settings?.DailyVolume,
            LogRetentionDays = settings?.LogRetentionDays,
            SentToday = await limits.CountSentAsync(tenantId, BeijingDay.StartOf(now), cancellationToken).ConfigureAwait(false),
            DayEndsAt = BeijingDay.EndOf(now),
            ConcurrencyStamp = settings?.ConcurrencyStamp,
        };
    }
}
