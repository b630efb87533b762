using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Volo.Abp.Auditing;
using WeChatNotifications.Auditing;
using WeChatNotifications.EntityFrameworkCore.Auditing;
using WeChatNotifications.Security;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Abp.EntityFrameworkCore.Auditing;

/// <summary>
/// Adds to ABP's audit log what a caller changes about the module's things. ABP itself tells of its own entities only, and the module's know
/// nothing of ABP. What is told, what is noise and what is secret is the same as in the plain module's trail.
/// </summary>
internal sealed class EntityChangeInterceptor(IAuditingManager auditing, IAuditingHelper helper, ISecretProtector? protector, TimeProvider timeProvider)
    : SaveChangesInterceptor
{
    private readonly ConditionalWeakTable<DbContext, List<EntityChangeInfo>> _underWay = [];
    private readonly AuditDiff _diff = new(protector);

    /// <inheritdoc />
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Note(eventData.Context);
        return result;
    }

    /// <inheritdoc />
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note(eventData.Context);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc />
    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Tell(eventData.Context);
        return result;
    }

    /// <inheritdoc />
    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Tell(eventData.Context);
        return ValueTask.FromResult(result);
    }

    private void Note(DbContext? context)
    {
        if (context is not IWeChatNotificationsDbContext || auditing.Current is null)
        {
            return;
        }

        List<EntityChangeInfo> changes = [.. context.ChangeTracker.Entries().Select(ChangeOf).OfType<EntityChangeInfo>()];

        // Also when there are none: of a save that failed nothing may stay.
        _underWay.AddOrUpdate(context, changes);
    }

    private void Tell(DbContext? context)
    {
        if (context is not null && _underWay.TryGetValue(context, out var changes))
        {
            _underWay.Remove(context);
            auditing.Current?.Log.EntityChanges.AddRange(changes);
        }
    }

    private EntityChangeInfo? ChangeOf(EntityEntry entry)
    {
        if (entry.State is EntityState.Unchanged or EntityState.Detached
            || AuditedEntities.Find(entry.Metadata.ClrType) is not { } plan
            || !helper.IsEntityHistoryEnabled(entry.Metadata.ClrType)
            || plan.ActOn(entry) is null
            || _diff.Of(entry, plan) is not { Count: > 0 } changes)
        {
            return null;
        }

        return new EntityChangeInfo
        {
            ChangeTime = timeProvider.GetUtcNow().UtcDateTime,
            ChangeType = entry.State switch
            {
                EntityState.Added => EntityChangeType.Created,
                EntityState.Deleted => EntityChangeType.Deleted,
                _ => EntityChangeType.Updated,
            },
            EntityId = ((Entity)entry.Entity).Id.ToString("D"),
            EntityTenantId = (entry.Entity as ITenantOwned)?.TenantId,
            EntityTypeFullName = entry.Metadata.ClrType.FullName!,
            PropertyChanges = [.. changes.Select(c => Of(c, entry))],
        };
    }

    private static EntityPropertyChangeInfo Of(AuditChange change, EntityEntry entry) => new()
    {
        PropertyName = change.Field,
        OriginalValue = Shortened(change.Old),
        NewValue = Shortened(change.New),
        PropertyTypeFullName = entry.Metadata.ClrType.GetProperty(char.ToUpperInvariant(change.Field[0]) + change.Field[1..])?.PropertyType.FullName ?? typeof(string).FullName!,
    };

    /// <summary>As long as ABP's own values are at most.</summary>
    private static string? Shortened(string? value)
        => value?.Length > EntityPropertyChangeInfo.MaxValueLength ? string.Concat(value.AsSpan(0, EntityPropertyChangeInfo.MaxValueLength - 1), "…") : value;
}
