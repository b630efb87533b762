using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Credentials;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Templates;

internal sealed class EfMessageTemplateRepository(IWeChatNotificationsDbContextProvider contexts) : IMessageTemplateRepository
{
    public async Task<MessageTemplate?> FindAsync(Guid id, CancellationToken cancellationToken)
        => await (await SetAsync(cancellationToken).ConfigureAwait(false))
            .FirstOrDefaultAsync(t => t.Id == id, cancellationToken).ConfigureAwait(false);

    public Task<(MessageTemplate Template, AppCredential App)?> FindByNameAsync(string name, CancellationToken cancellationToken)
        => FindAsync(t => t.Name == name, cancellationToken);

    public Task<(MessageTemplate Template, AppCredential App)?> FindWithAppAsync(Guid id, CancellationToken cancellationToken)
        => FindAsync(t => t.Id == id, cancellationToken);

    public async Task<IReadOnlyList<MessageTemplate>> ListAsync(Guid? appCredentialId, CancellationToken cancellationToken)
    {
        var templates = (await SetAsync(cancellationToken).ConfigureAwait(false)).AsNoTracking();
        if (appCredentialId is { } app)
        {
            templates = templates.Where(t => t.AppCredentialId == app);
        }

        return await templates.OrderBy(t => t.Name).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyDictionary<Guid, QuietHours>> GetQuietHoursAsync(IReadOnlyCollection<Guid> appCredentialIds, CancellationToken cancellationToken)
        => await (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<MessageTemplate>().AsNoTracking()
            .Where(t => appCredentialIds.Contains(t.AppCredentialId) && t.QuietHours != null)
            .ToDictionaryAsync(t => t.Id, t => t.QuietHours!, cancellationToken).ConfigureAwait(false);

    public async Task AddAsync(MessageTemplate template, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        context.Add(template);
        await SaveAsync(template, cancellationToken).ConfigureAwait(false);
    }

    public async Task SaveAsync(MessageTemplate template, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        await context.SaveOrExplainAsync(
            template, "name", template.Name, other => other.Name == template.Name && other.Id != template.Id, cancellationToken).ConfigureAwait(false);
    }

    public async Task RemoveAsync(MessageTemplate template, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        await RefuseWhenUsedAsync(context, template, cancellationToken).ConfigureAwait(false);
        context.Remove(template);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (SaveExtensions.IsLostUpdate(exception))
        {
            throw context.Forget(template);
        }
        catch (DbUpdateException)
        {
            // Somebody made it a fallback between our look and the database's.
            context.Entry(template).State = EntityState.Detached;
            await RefuseWhenUsedAsync(context, template, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task RefuseWhenUsedAsync(DbContext context, MessageTemplate template, CancellationToken cancellationToken)
    {
        var users = await context.Set<MessageTemplate>().AsNoTracking()
            .Where(t => t.FallbackTemplateId == template.Id && t.Id != template.Id)
            .OrderBy(t => t.Name).Select(t => t.Name).Take(5)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        if (users.Count > 0)
        {
            throw ConflictException.InUse(nameof(MessageTemplate), string.Join(", ", users));
        }
    }

    private async Task<(MessageTemplate Template, AppCredential App)?> FindAsync(
        System.Linq.Expressions.Expression<Func<MessageTemplate, bool>> wanted, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var found = await context.Set<MessageTemplate>().AsNoTracking()
            .Where(wanted)
            .Join(context.Set<AppCredential>(), t => t.AppCredentialId, c => c.Id, (t, c) => new { Template = t, App = c })
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return found is null ? null : (found.Template, found.App);
    }

    private async ValueTask<DbSet<MessageTemplate>> SetAsync(CancellationToken cancellationToken)
        => (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<MessageTemplate>();
}
