namespace WeChatNotifications.Credentials;

/// <summary>Stores app credentials. Sees the ambient tenant's only.</summary>
public interface IAppCredentialRepository
{
    /// <summary>One by id, tracked for a later <see cref="SaveAsync"/>.</summary>
    Task<AppCredential?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Several by id, not tracked.</summary>
    Task<IReadOnlyList<AppCredential>> GetManyAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    /// <summary>One by WeChat's appid, not tracked.</summary>
    Task<AppCredential?> FindByAppIdAsync(string appId, CancellationToken cancellationToken);

    /// <summary>
    /// All whose WeChat appid or own id it is, not tracked: with the tenant filter off, of all tenants. Calls of WeChat's and of mini programs
    /// name the one or the other, and no tenant.
    /// </summary>
    Task<IReadOnlyList<AppCredential>> ListByNameInPathAsync(string appIdOrId, CancellationToken cancellationToken);

    /// <summary>All that WeChat pushes messages for, not tracked. Of every tenant, where the filter is off.</summary>
    Task<IReadOnlyList<AppCredential>> ListWithCallbacksAsync(CancellationToken cancellationToken);

    /// <summary>All of the tenant, by name, not tracked.</summary>
    Task<IReadOnlyList<AppCredential>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds one.</summary>
    /// <exception cref="Rules.RuleViolationException">The tenant has the appid already.</exception>
    Task AddAsync(AppCredential credential, CancellationToken cancellationToken);

    /// <summary>Stores the changes of a tracked one.</summary>
    /// <exception cref="Rules.ConflictException">Somebody else changed it meanwhile.</exception>
    Task SaveAsync(AppCredential credential, CancellationToken cancellationToken);

    /// <summary>Removes one.</summary>
    /// <exception cref="Rules.ConflictException">Somebody else changed or removed it meanwhile, or templates use it.</exception>
    Task RemoveAsync(AppCredential credential, CancellationToken cancellationToken);

    /// <summary>
    /// Pauses an app unless it is already paused for at least as long, or has got another secret meanwhile; set-based, so that many
    /// workers can say the same at once.
    /// </summary>
    /// <param name="id">The app.</param>
    /// <param name="secretVersion">The <see cref="AppCredential.SecretVersion"/> with which WeChat's error was met: an error of the old secret must not stop the new one.</param>
    /// <param name="pause">The pause.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <returns>Whether this call changed anything.</returns>
    Task<bool> TryPauseAsync(Guid id, int secretVersion, AppPause pause, CancellationToken cancellationToken);
}
