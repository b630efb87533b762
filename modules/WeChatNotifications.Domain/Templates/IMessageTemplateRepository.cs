using WeChatNotifications.Credentials;

namespace WeChatNotifications.Templates;

/// <summary>Stores message templates. Sees the ambient tenant's only.</summary>
public interface IMessageTemplateRepository
{
    /// <summary>One by id, tracked for a later <see cref="SaveAsync"/>.</summary>
    Task<MessageTemplate?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>One by logical name, with its app, neither tracked. One question to the database: every notification asks it.</summary>
    Task<(MessageTemplate Template, AppCredential App)?> FindByNameAsync(string name, CancellationToken cancellationToken);

    /// <summary>One by id, with its app, neither tracked: the next of a chain.</summary>
    Task<(MessageTemplate Template, AppCredential App)?> FindWithAppAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>All of the tenant, or of one app, by name, not tracked.</summary>
    Task<IReadOnlyList<MessageTemplate>> ListAsync(Guid? appCredentialId, CancellationToken cancellationToken);

    /// <summary>The quiet hours of all templates of some apps that have any, by template.</summary>
    Task<IReadOnlyDictionary<Guid, QuietHours>> GetQuietHoursAsync(IReadOnlyCollection<Guid> appCredentialIds, CancellationToken cancellationToken);

    /// <summary>Adds one.</summary>
    /// <exception cref="Rules.RuleViolationException">The tenant has the name already.</exception>
    Task AddAsync(MessageTemplate template, CancellationToken cancellationToken);

    /// <summary>Stores the changes of a tracked one.</summary>
    /// <exception cref="Rules.RuleViolationException">The tenant has the name already.</exception>
    /// <exception cref="Rules.ConflictException">Somebody else changed it meanwhile.</exception>
    Task SaveAsync(MessageTemplate template, CancellationToken cancellationToken);

    /// <summary>Removes one.</summary>
    /// <exception cref="Rules.ConflictException">Somebody else changed or removed it meanwhile, or it is another template's fallback.</exception>
    Task RemoveAsync(MessageTemplate template, CancellationToken cancellationToken);
}
