using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.Transactions;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Templates;

internal sealed class EfRemoteTemplateRepository(IWeChatNotificationsDbContextProvider contexts) : IRemoteTemplateRepository
{
    public async Task<RemoteTemplate?> FindAsync(Guid id, CancellationToken cancellationToken)
        => await (await SetAsync(cancellationToken).ConfigureAwait(false)).AsNoTracking()
            .FirstOrDefaultAsync(t => t.Id == id, cancellationToken).ConfigureAwait(false);

    public async Task<RemoteTemplate?> FindAsync(Guid appCredentialId, string weChatTemplateId, CancellationToken cancellationToken)
        => await (await SetAsync(cancellationToken).ConfigureAwait(false)).AsNoTracking()
            .FirstOrDefaultAsync(t => t.AppCredentialId == appCredentialId && t.WeChatTemplateId == weChatTemplateId, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<RemoteTemplate>> ListAsync(Guid? appCredentialId, CancellationToken cancellationToken)
    {
        var templates = (await SetAsync(cancellationToken).ConfigureAwait(false)).AsNoTracking();
        if (appCredentialId is { } app)
        {
            templates = templates.Where(t => t.AppCredentialId == app);
        }

        return await templates.OrderBy(t => t.Title).ThenBy(t => t.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<RemoteTemplateChanges> StoreAsync(AppCredential app, RemoteTemplateSnapshot snapshot, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        List<object> touched = [];
        try
        {
            return await context.Database.InTransactionAsync(
                token =>
                {
                    LetGo(context, touched);
                    return StoreAsync(context, app, snapshot, now, touched, token);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (SaveExtensions.IsLostUpdate(exception))
        {
            throw ConflictException.Changed(nameof(MessageTemplate));
        }
        finally
        {
            LetGo(context, touched);
        }
    }

    public async Task MarkMissingAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken)
        => await (await SetAsync(cancellationToken).ConfigureAwait(false)).Where(t => t.Id == id && t.DeletedAt == null)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.DeletedAt, now), cancellationToken).ConfigureAwait(false);

    public async Task RemoveOfAppAsync(Guid appCredentialId, CancellationToken cancellationToken)
        => await (await SetAsync(cancellationToken).ConfigureAwait(false)).Where(t => t.AppCredentialId == appCredentialId)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);

    private static async Task<RemoteTemplateChanges> StoreAsync(
        DbContext context, AppCredential app, RemoteTemplateSnapshot snapshot, DateTimeOffset now, List<object> touched, CancellationToken cancellationToken)
    {
        // First, since it locks the app's row: a second one waits here and then finds what the first has stored. The stamp stays, as
        // a look at WeChat must not make an administrator's edit fail.
        await context.Set<AppCredential>().Where(c => c.Id == app.Id)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.TemplatesSyncedAt, now), cancellationToken).ConfigureAwait(false);

        var rows = await context.Set<RemoteTemplate>().Where(t => t.AppCredentialId == app.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        touched.AddRange(rows);
        var templates = await context.Set<MessageTemplate>().Where(t => t.AppCredentialId == app.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        touched.AddRange(templates);
        var (found, changes) = RemoteTemplateMerge.Apply(app.TenantId, app.Id, rows, templates, snapshot, now);
        touched.AddRange(found);
        context.AddRange(found);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return changes;
    }

    /// <summary>Whoever looks again shall see how things stand, and not what another turn of the same transaction has left.</summary>
    private static void LetGo(DbContext context, List<object> touched)
    {
        foreach (var entity in touched)
        {
            context.Entry(entity).State = EntityState.Detached;
        }

        touched.Clear();
    }

    private async ValueTask<DbSet<RemoteTemplate>> SetAsync(CancellationToken cancellationToken)
        => (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<RemoteTemplate>();
}
