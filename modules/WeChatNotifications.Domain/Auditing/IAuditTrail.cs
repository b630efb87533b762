namespace WeChatNotifications.Auditing;

/// <summary>Reads the audit trail. Nothing but the stores themselves writes it.</summary>
public interface IAuditTrail
{
    /// <summary>Entries of the tenant, newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Only those before this entry; null for the newest.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, Guid? before, int take, CancellationToken cancellationToken);
}

/// <summary>Which entries of the audit trail; what is null does not count.</summary>
public sealed record AuditFilter
{
    /// <summary>Things of these kinds.</summary>
    public IReadOnlyCollection<AuditedKind>? Kinds { get; init; }

    /// <summary>One thing.</summary>
    public Guid? EntityId { get; init; }

    /// <summary>These acts.</summary>
    public IReadOnlyCollection<AuditAction>? Actions { get; init; }

    /// <summary>Done by this user.</summary>
    public string? UserId { get; init; }

    /// <summary>At or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? To { get; init; }
}
