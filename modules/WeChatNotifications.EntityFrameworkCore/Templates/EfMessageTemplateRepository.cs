using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Credentials;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Templates;

internal sealed class EfMessageTemplateRepository(IWeChatNotificationsDbContextProvider contexts) : IMessageTemplateRepository
{
    public async Task<MessageTemplate?> FindAsync(Guid id, CancellationToken cancellationToken)
        => await (await SetAsync(cancellationToken).ConfigureAwait(false))
            .FirstOrDefaultAsync(t => t.Id == id, cancellationToken).ConfigureAwait(false);

    public async Task<(MessageTemplate Template, AppCredential App)?> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var found = await context.Set<MessageTemplate>().AsNoTracking()
            .Where(t => t.Name == name)
            .Join(context.Set<AppCredential>(), t => t.AppCredentialId, c => c.Id, (t, c) => new { Template = t, App = c })
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return found is null ? null : (found.Template, found.App);
    }

    public async Task<IReadOnlyList<MessageTemplate>> ListAsync(Guid? appCredentialId, CancellationToken cancellationToken)
    {
        var templates = (await SetAsync(cancellationToken).ConfigureAwait(false)).AsNoTracking();
        if (appCredentialId is { } app)
        {
            templates = templates.Where(t => t.AppCredentialId == app);
        }

        return await templates.OrderBy(t => t.Name).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

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
        context.Remove(template);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (SaveExtensions.IsLostUpdate(exception))
        {
            throw context.Forget(template);
        }
    }

    private async ValueTask<DbSet<MessageTemplate>> SetAsync(CancellationToken cancellationToken)
        => (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<MessageTemplate>();
}
