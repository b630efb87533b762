namespace WeChatNotifications.Auditing;

/// <summary>Which entries of the audit trail; what is null does not count.</summary>
public sealed record AuditQueryDto
{
    /// <summary>Things of these kinds.</summary>
    public IReadOnlyList<AuditedKind>? Kinds { get; init; }

    /// <summary>One thing.</summary>
    public Guid? EntityId { get; init; }

    /// <summary>These acts.</summary>
    public IReadOnlyList<AuditAction>? Actions { get; init; }

    /// <summary>Done by this user.</summary>
    public string? UserId { get; init; }

    /// <summary>At or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Rows a page, 1 to <see cref="AuditLimits.MaxPageSize"/>.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>Where the page before ended.</summary>
    public string? Cursor { get; init; }
}
