using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Auditing;

namespace WeChatNotifications.EntityFrameworkCore.Auditing;

internal sealed class EfAuditTrail(IWeChatNotificationsDbContextProvider contexts) : IAuditTrail
{
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, Guid? before, int take, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var entries = Apply(filter, context.Set<AuditEntry>().AsNoTracking());
        if (before is { } id)
        {
            entries = entries.Where(e => e.Id.CompareTo(id) < 0);
        }

        return await entries.OrderByDescending(e => e.Id).Take(take).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private static IQueryable<AuditEntry> Apply(AuditFilter filter, IQueryable<AuditEntry> entries)
    {
        if (filter.Kinds is { } kinds)
        {
            entries = entries.Where(e => kinds.Contains(e.Kind));
        }

        if (filter.EntityId is { } thing)
        {
            entries = entries.Where(e => e.EntityId == thing);
        }

        if (filter.Actions is { } actions)
        {
            entries = entries.Where(e => actions.Contains(e.Action));
        }

        if (filter.UserId is { } user)
        {
            entries = entries.Where(e => e.UserId == user);
        }

        if (filter.From is { } from)
        {
            from = from.ToUniversalTime();
            entries = entries.Where(e => e.At >= from);
        }

        if (filter.To is { } to)
        {
            to = to.ToUniversalTime();
            entries = entries.Where(e => e.At < to);
        }

        return entries;
    }
}
