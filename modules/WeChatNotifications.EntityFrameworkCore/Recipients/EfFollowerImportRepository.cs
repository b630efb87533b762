using Microsoft.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.Transactions;
using WeChatNotifications.Recipients;
using WeChatNotifications.Rules;

namespace WeChatNotifications.EntityFrameworkCore.Recipients;

internal sealed class EfFollowerImportRepository(IWeChatNotificationsDbContextProvider contexts, IRecipientRepository recipients) : IFollowerImportRepository
{
    private static readonly FollowerImportStatus[] Active = [FollowerImportStatus.Running, FollowerImportStatus.WaitingForQuota];

    public async Task<FollowerImport?> FindAsync(Guid id, CancellationToken cancellationToken)
        => await (await SetAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefaultAsync(i => i.Id == id, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<FollowerImport>> ListAsync(Guid? appCredentialId, Guid? before, int take, CancellationToken cancellationToken)
    {
        var imports = (await SetAsync(cancellationToken).ConfigureAwait(false)).AsNoTracking();
        imports = appCredentialId is { } app ? imports.Where(i => i.AppCredentialId == app) : imports;
        imports = before is { } id ? imports.Where(i => i.Id.CompareTo(id) < 0) : imports;
        return await imports.OrderByDescending(i => i.Id).Take(take).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<DueFollowerImport>> ListDueAsync(DateTimeOffset now, int take, CancellationToken cancellationToken)
        => await (await SetAsync(cancellationToken).ConfigureAwait(false)).AsNoTracking()
            .Where(i => Active.Contains(i.Status) && i.NotBefore <= now)
            .OrderBy(i => i.NotBefore).ThenBy(i => i.Id).Take(take)
            .Select(i => new DueFollowerImport(i.Id, i.TenantId)).ToListAsync(cancellationToken).ConfigureAwait(false);

    public async Task AddAsync(FollowerImport import, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        context.Add(import);
        await SaveAsync(import, cancellationToken).ConfigureAwait(false);
    }

    public async Task SaveAsync(FollowerImport import, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (SaveExtensions.IsLostUpdate(exception))
        {
            throw context.Forget(import);
        }
        catch (DbUpdateException)
        {
            context.Entry(import).State = EntityState.Detached;
            if (await context.Set<FollowerImport>().AsNoTracking()
                .AnyAsync(i => i.AppCredentialId == import.AppCredentialId && i.Id != import.Id && Active.Contains(i.Status), cancellationToken).ConfigureAwait(false))
            {
                throw ConflictException.ImportRunning();
            }

            throw;
        }
    }

    public async Task StorePageAsync(
        FollowerImport import, IReadOnlyCollection<RecipientSighting> followers, long total, string? nextOpenId, DateTimeOffset readAt, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        await context.Database.InTransactionAsync(
            async token =>
            {
                var added = await recipients.SeeAsync(import.TenantId, import.AppCredentialId, followers, readAt, token).ConfigureAwait(false);
                import.PageStored(new FollowerImportPage(total, followers.Count, added, nextOpenId), now);
                if (import.Status == FollowerImportStatus.Completed)
                {
                    await MarkUnlistedAsync(context, import, token).ConfigureAwait(false);
                }

                await SaveAsync(import, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whoever was seen since the import began may have begun to follow behind its back.</summary>
    private static Task<int> MarkUnlistedAsync(DbContext context, FollowerImport import, CancellationToken cancellationToken)
    {
        var (app, id, began) = (import.AppCredentialId, import.Id, import.StartedAt);
        return context.Set<Recipient>().IgnoreQueryFilters()
            .Where(r => r.AppCredentialId == app && r.IsSubscribed != false && r.FollowerImportId != id && r.LastSeenAt < began)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.IsSubscribed, false).SetProperty(x => x.UnsubscribedAt, began), cancellationToken);
    }

    private async ValueTask<DbSet<FollowerImport>> SetAsync(CancellationToken cancellationToken)
        => (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<FollowerImport>();
}
