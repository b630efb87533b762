using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.Permits;

/// <summary>
/// Adds up in the database. No index helps with ledgers, and none shall: their balances change with every message, and an index that knows
/// them would be written each time.
/// </summary>
internal sealed class EfPermitSums(IWeChatNotificationsDbContextProvider contexts) : IPermitSums
{
    public async Task<IReadOnlyList<GrantSum>> OfGrantsAsync(Guid appCredentialId, CancellationToken cancellationToken)
        => await (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<SubscriptionGrant>().AsNoTracking()
            .Where(g => g.AppCredentialId == appCredentialId)
            .GroupBy(g => new { g.WeChatTemplateId, g.IsLongTerm, g.LastDecision })
            .Select(g => new GrantSum(
                g.Key.WeChatTemplateId, g.Key.IsLongTerm, g.Key.LastDecision, g.LongCount(), g.LongCount(x => x.Remaining > 0), g.Sum(x => (long)x.Remaining)))
            .ToListAsync(cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<FormIdSum>> OfUsableFormIdsAsync(Guid appCredentialId, FormIdBounds bounds, CancellationToken cancellationToken)
        => await SumAsync(
            (await FormIdsAsync(appCredentialId, cancellationToken).ConfigureAwait(false)).Where(f => f.UsesLeft > 0)
                .Select(f => new Dated { At = f.ExpiresAt, Kind = f.Kind, Uses = f.UsesLeft }),
            bounds, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<FormIdSum>> OfCollectedFormIdsAsync(Guid appCredentialId, FormIdBounds bounds, CancellationToken cancellationToken)
        => await SumAsync(
            (await FormIdsAsync(appCredentialId, cancellationToken).ConfigureAwait(false))
                .Select(f => new Dated { At = f.CollectedAt, Kind = f.Kind, Uses = f.UsesLeft }),
            bounds, cancellationToken).ConfigureAwait(false);

    private static async Task<IReadOnlyList<FormIdSum>> SumAsync(IQueryable<Dated> formIds, FormIdBounds bounds, CancellationToken cancellationToken)
    {
        // Written out, because that is what every provider can translate.
        var (b1, b2, b3, b4, b5, b6, b7, b8) = (bounds[1], bounds[2], bounds[3], bounds[4], bounds[5], bounds[6], bounds[7], bounds[8]);
        return await formIds.Where(f => f.At >= b1)
            .Select(f => new
            {
                Place = f.At < b2 ? 1 : f.At < b3 ? 2 : f.At < b4 ? 3 : f.At < b5 ? 4 : f.At < b6 ? 5 : f.At < b7 ? 6 : f.At < b8 ? 7 : 8,
                f.Kind,
                f.Uses,
            })
            .GroupBy(f => new { f.Place, f.Kind })
            .Select(g => new FormIdSum(g.Key.Place, g.Key.Kind, g.LongCount(), g.Sum(f => (long)f.Uses)))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<IQueryable<FormIdRecord>> FormIdsAsync(Guid appCredentialId, CancellationToken cancellationToken)
        => (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<FormIdRecord>().AsNoTracking().Where(f => f.AppCredentialId == appCredentialId);

    private sealed class Dated
    {
        public DateTimeOffset At { get; init; }

        public FormIdKind Kind { get; init; }

        public int Uses { get; init; }
    }
}
