using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using WeChatNotifications.Auditing;
using WeChatNotifications.Security;

namespace WeChatNotifications.EntityFrameworkCore.Auditing;

/// <summary>Adds to every save of the module's tables what it changes, so that the trail and the change stand or fall together.</summary>
internal sealed class AuditInterceptor(ICurrentUser? currentUser, ISecretProtector? protector, TimeProvider timeProvider) : SaveChangesInterceptor
{
    private readonly ConditionalWeakTable<DbContext, List<AuditEntry>> _underWay = [];
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
        LetGo(eventData.Context);
        return result;
    }

    /// <inheritdoc />
    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        LetGo(eventData.Context);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc />
    public override void SaveChangesFailed(DbContextErrorEventData eventData) => LetGo(eventData.Context);

    /// <inheritdoc />
    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        LetGo(eventData.Context);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override void SaveChangesCanceled(DbContextEventData eventData) => LetGo(eventData.Context);

    /// <inheritdoc />
    public override Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default)
    {
        LetGo(eventData.Context);
        return Task.CompletedTask;
    }

    private void Note(DbContext? context)
    {
        if (context is null)
        {
            return;
        }

        List<AuditEntry>? entries = null;
        foreach (var entry in context.ChangeTracker.Entries())
        {
            if (entry.State is EntityState.Unchanged or EntityState.Detached
                || AuditedEntities.Find(entry.Metadata.ClrType) is not { } plan
                || plan.ActOn(entry) is not { } action
                || _diff.Of(entry, plan) is not { Count: > 0 } changes)
            {
                continue;
            }

            var thing = (Entity)entry.Entity;
            (entries ??= []).Add(AuditEntry.Of(thing, plan.Kind, plan.NameOf(thing), action, changes, currentUser?.User, timeProvider.GetUtcNow()));
        }

        if (entries is not null)
        {
            context.AddRange(entries);
            _underWay.AddOrUpdate(context, entries);
        }
    }

    /// <summary>After a save nobody needs them any more, and after one that failed the next must not write what did not happen.</summary>
    private void LetGo(DbContext? context)
    {
        if (context is not null && _underWay.TryGetValue(context, out var entries))
        {
            _underWay.Remove(context);
            entries.ForEach(e => context.Entry(e).State = EntityState.Detached);
        }
    }
}
