using Microsoft.EntityFrameworkCore;

namespace WeChatNotifications.EntityFrameworkCore;

/// <summary>Gives the stores the DbContext of the present unit of work. A host whose own DbContext holds the module's tables replaces it.</summary>
public interface IWeChatNotificationsDbContextProvider
{
    /// <summary>A context whose model was configured by <c>ConfigureWeChatNotifications</c>.</summary>
    ValueTask<DbContext> GetAsync(CancellationToken cancellationToken);
}

/// <summary>The module's own context of the service scope.</summary>
internal sealed class ScopedDbContextProvider(WeChatNotificationsDbContext context) : IWeChatNotificationsDbContextProvider
{
    public ValueTask<DbContext> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult<DbContext>(context);
}
