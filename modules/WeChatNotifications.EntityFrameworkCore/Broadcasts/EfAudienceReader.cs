using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Broadcasts;

namespace WeChatNotifications.EntityFrameworkCore.Broadcasts;

/// <summary>Reads audiences by keyset: a late page costs no more than the first one.</summary>
internal sealed class EfAudienceReader(IWeChatNotificationsDbContextProvider contexts) : IAudienceReader
{
    public async Task<AudiencePage> ReadAsync(AudienceQuery query, string? cursor, int take, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var members = query.Kind switch
        {
            AudienceKind.List or AudienceKind.Source => await ReadItemsAsync(context, query.BroadcastId, cursor, take, cancellationToken).ConfigureAwait(false),
            AudienceKind.PermitHolders when AudienceQueries.PermitHolders(context, query) is { } holders
                => await ReadOpenIdsAsync(holders, cursor, take, cancellationToken).ConfigureAwait(false),
            _ => await ReadRecipientsAsync(context, query, cursor, take, cancellationToken).ConfigureAwait(false),
        };
        return new AudiencePage(members, members.Count < take);
    }

    public async Task<bool> NamesUsersAsync(Guid broadcastId, CancellationToken cancellationToken)
        => await (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<BroadcastItem>()
            .AnyAsync(i => i.BroadcastId == broadcastId && i.UserId != null, cancellationToken).ConfigureAwait(false);

    private static async Task<List<AudienceMember>> ReadItemsAsync(DbContext context, Guid broadcastId, string? cursor, int take, CancellationToken cancellationToken)
    {
        var behind = cursor is null ? 0 : long.Parse(cursor, CultureInfo.InvariantCulture);
        var items = await context.Set<BroadcastItem>().AsNoTracking()
            .Where(i => i.BroadcastId == broadcastId && i.Number > behind)
            .OrderBy(i => i.Number).Take(take).ToListAsync(cancellationToken).ConfigureAwait(false);
        return items.ConvertAll(i => new AudienceMember(i.OpenId, i.UserId, i.Data, i.Number.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<List<AudienceMember>> ReadOpenIdsAsync(IQueryable<string> openIds, string? cursor, int take, CancellationToken cancellationToken)
    {
        if (cursor is not null)
        {
            openIds = openIds.Where(o => o.CompareTo(cursor) > 0);
        }

        var page = await openIds.Distinct().OrderBy(o => o).Take(take).ToListAsync(cancellationToken).ConfigureAwait(false);
        return page.ConvertAll(o => new AudienceMember(o, UserId: null, Data: null, o));
    }

    /// <summary>In the order of the ids, which is that of their coming: who comes while it is read is behind the cursor and not lost.</summary>
    private static async Task<List<AudienceMember>> ReadRecipientsAsync(
        DbContext context, AudienceQuery query, string? cursor, int take, CancellationToken cancellationToken)
    {
        var recipients = AudienceQueries.Recipients(context, query);
        if (cursor is not null)
        {
            var last = Guid.ParseExact(cursor, "N");
            recipients = recipients.Where(r => r.Id.CompareTo(last) > 0);
        }

        var page = await recipients.OrderBy(r => r.Id).Take(take).Select(r => new { r.Id, r.OpenId }).ToListAsync(cancellationToken).ConfigureAwait(false);
        return page.ConvertAll(r => new AudienceMember(r.OpenId, UserId: null, Data: null, r.Id.ToString("N")));
    }
}
