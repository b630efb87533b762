using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using WeChatNotifications.Credentials;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Credentials;

internal sealed class EfAppCredentialRepository(IWeChatNotificationsDbContextProvider contexts) : IAppCredentialRepository
{
    public async Task<AppCredential?> FindAsync(Guid id, CancellationToken cancellationToken)
        => await (await SetAsync(cancellationToken).ConfigureAwait(false))
            .FirstOrDefaultAsync(c => c.Id == id, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<AppCredential>> GetManyAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
        => await (await SetAsync(cancellationToken).ConfigureAwait(false)).AsNoTracking()
            .Where(c => ids.Contains(c.Id)).ToListAsync(cancellationToken).ConfigureAwait(false);

    public async Task<AppCredential?> FindByAppIdAsync(string appId, CancellationToken cancellationToken)
        => await (await SetAsync(cancellationToken).ConfigureAwait(false)).AsNoTracking()
            .FirstOrDefaultAsync(c => c.AppId == appId, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<AppCredential>> ListByNameInPathAsync(string appIdOrId, CancellationToken cancellationToken)
    {
        var apps = (await SetAsync(cancellationToken).ConfigureAwait(false)).AsNoTracking();
        apps = Guid.TryParse(appIdOrId, out var id) ? apps.Where(c => c.Id == id) : apps.Where(c => c.AppId == appIdOrId);
        return await apps.OrderBy(c => c.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<AppCredential>> ListWithCallbacksAsync(CancellationToken cancellationToken)
        => await (await SetAsync(cancellationToken).ConfigureAwait(false)).AsNoTracking()
            .Where(c => c.CallbackMode != null).OrderBy(c => c.Id).ToListAsync(cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<AppCredential>> ListAsync(CancellationToken cancellationToken)
        => await (await SetAsync(cancellationToken).ConfigureAwait(false)).AsNoTracking()
            .OrderBy(c => c.Name).ThenBy(c => c.Id).ToListAsync(cancellationToken).ConfigureAwait(false);

    public async Task AddAsync(AppCredential credential, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        context.Add(credential);
        await SaveAsync(credential, cancellationToken).ConfigureAwait(false);
    }

    public async Task SaveAsync(AppCredential credential, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        OverwritePauseOfOldSecret(context.Entry(credential));
        await context.SaveOrExplainAsync(
            credential, "appId", credential.AppId, other => other.AppId == credential.AppId && other.Id != credential.Id, cancellationToken).ConfigureAwait(false);
    }

    public async Task RemoveAsync(AppCredential credential, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        context.Remove(credential);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (SaveExtensions.IsLostUpdate(exception))
        {
            throw context.Forget(credential);
        }
        catch (DbUpdateException)
        {
            // A template that came after the caller had looked for some.
            context.Entry(credential).State = EntityState.Detached;
            var users = await context.Set<MessageTemplate>().Where(t => t.AppCredentialId == credential.Id).Select(t => t.Name)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            if (users.Count > 0)
            {
                throw ConflictException.InUse(nameof(AppCredential), string.Join(", ", users));
            }

            throw;
        }
    }

    public async Task<bool> TryPauseAsync(Guid id, int secretVersion, AppPause pause, CancellationToken cancellationToken)
    {
        // The engine speaks for the row's tenant, whichever is ambient. The stamp stays: a pause must not make an
        // administrator's edit of something else fail.
        var now = pause.Since;
        var until = pause.Until;
        var credentials = (await SetAsync(cancellationToken).ConfigureAwait(false)).IgnoreQueryFilters().Where(c => c.Id == id && c.SecretVersion == secretVersion);
        var weaker = until is null
            ? credentials.Where(c => c.PauseReason == null || c.PausedUntil != null)
            : credentials.Where(c => c.PauseReason == null || (c.PausedUntil != null && c.PausedUntil < until));
        return await weaker.ExecuteUpdateAsync(
            c => c
                .SetProperty(x => x.PausedSince, x => x.PauseReason != null && x.PausedUntil > now ? x.PausedSince : now)
                .SetProperty(x => x.PausedUntil, until)
                .SetProperty(x => x.PauseReason, pause.Reason)
                .SetProperty(x => x.PauseErrorCode, pause.ErrorCode)
                .SetProperty(x => x.PauseDetail, pause.Detail),
            cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>
    /// The engine pauses without the stamp, so it may have done so for the old secret after this one was read; a pause that is not
    /// among what is written would outlive the secret that caused it. A person's pause changes the stamp and so is never lost here.
    /// </summary>
    private static void OverwritePauseOfOldSecret(EntityEntry<AppCredential> entry)
    {
        if (entry.State != EntityState.Modified || !entry.Property(c => c.SecretVersion).IsModified)
        {
            return;
        }

        entry.Property(c => c.PauseReason).IsModified = true;
        entry.Property(c => c.PauseErrorCode).IsModified = true;
        entry.Property(c => c.PauseDetail).IsModified = true;
        entry.Property(c => c.PausedSince).IsModified = true;
        entry.Property(c => c.PausedUntil).IsModified = true;
    }

    private async ValueTask<DbSet<AppCredential>> SetAsync(CancellationToken cancellationToken)
        => (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<AppCredential>();
}
