using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Events;

namespace WeChatNotifications.EntityFrameworkCore.Events;

internal sealed class EfEventMappingRepository(IWeChatNotificationsDbContextProvider contexts) : IEventMappingRepository
{
    public async Task<EventMapping?> FindAsync(Guid id, CancellationToken cancellationToken)
        => await (await SetAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefaultAsync(m => m.Id == id, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<EventMapping>> ListAsync(string? eventName, CancellationToken cancellationToken)
    {
        var mappings = (await SetAsync(cancellationToken).ConfigureAwait(false)).AsNoTracking();
        if (eventName is not null)
        {
            mappings = mappings.Where(m => m.EventName == eventName);
        }

        return await mappings.OrderBy(m => m.Name).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<EventMapping>> ListEnabledAsync(CancellationToken cancellationToken)
        => await (await SetAsync(cancellationToken).ConfigureAwait(false)).AsNoTracking()
            .Where(m => m.IsEnabled).OrderBy(m => m.CreatedAt).ThenBy(m => m.Id).ToListAsync(cancellationToken).ConfigureAwait(false);

    public async Task<int> CountAsync(CancellationToken cancellationToken)
        => await (await SetAsync(cancellationToken).ConfigureAwait(false)).CountAsync(cancellationToken).ConfigureAwait(false);

    public async Task AddAsync(EventMapping mapping, CancellationToken cancellationToken)
    {
        (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Add(mapping);
        await SaveAsync(mapping, cancellationToken).ConfigureAwait(false);
    }

    public async Task SaveAsync(EventMapping mapping, CancellationToken cancellationToken)
        => await (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).SaveOrExplainAsync(
            mapping, "name", mapping.Name, other => other.Name == mapping.Name && other.Id != mapping.Id, cancellationToken).ConfigureAwait(false);

    public async Task RemoveAsync(EventMapping mapping, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        context.Remove(mapping);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (SaveExtensions.IsLostUpdate(exception))
        {
            throw context.Forget(mapping);
        }
    }

    private async ValueTask<DbSet<EventMapping>> SetAsync(CancellationToken cancellationToken)
        => (await contexts.GetAsync(cancellationToken).ConfigureAwait(false)).Set<EventMapping>();
}
