using WeChatNotifications.Credentials;

namespace WeChatNotifications.Templates;

/// <summary>Stores what WeChat was last seen to hold. Sees the ambient tenant's only.</summary>
public interface IRemoteTemplateRepository
{
    /// <summary>One by id, not tracked.</summary>
    Task<RemoteTemplate?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>One by WeChat's id, not tracked.</summary>
    Task<RemoteTemplate?> FindAsync(Guid appCredentialId, string weChatTemplateId, CancellationToken cancellationToken);

    /// <summary>All of the tenant, or of one app, those that are gone included, by title, not tracked.</summary>
    Task<IReadOnlyList<RemoteTemplate>> ListAsync(Guid? appCredentialId, CancellationToken cancellationToken);

    /// <summary>
    /// Takes over what WeChat just said: <see cref="RemoteTemplateMerge"/> in one transaction, with the app's
    /// <see cref="AppCredential.TemplatesSyncedAt"/>. Two of one app at once come one after the other.
    /// </summary>
    /// <exception cref="Rules.ConflictException">Somebody changed one of the app's message templates meanwhile; nothing was stored.</exception>
    Task<RemoteTemplateChanges> StoreAsync(AppCredential app, RemoteTemplateSnapshot snapshot, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes that one is gone.</summary>
    Task MarkMissingAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Forgets an app's.</summary>
    Task RemoveOfAppAsync(Guid appCredentialId, CancellationToken cancellationToken);
}
