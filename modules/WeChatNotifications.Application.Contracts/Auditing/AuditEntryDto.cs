namespace WeChatNotifications.Auditing;

/// <summary>Who did what to which thing, and when.</summary>
public sealed record AuditEntryDto
{
    /// <summary>The entry.</summary>
    public required Guid Id { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The host's id of who did it; null for the module itself.</summary>
    public required string? UserId { get; init; }

    /// <summary>What the host called them then.</summary>
    public required string? UserName { get; init; }

    /// <summary>What was done.</summary>
    public required AuditAction Action { get; init; }

    /// <summary>What kind of thing it was done to.</summary>
    public required AuditedKind Kind { get; init; }

    /// <summary>The thing.</summary>
    public required Guid EntityId { get; init; }

    /// <summary>What people called the thing then.</summary>
    public required string? EntityName { get; init; }

    /// <summary>Act and kind in the caller's language, such as “Created: App credential”.</summary>
    public required string Text { get; init; }

    /// <summary>The values that changed.</summary>
    public required IReadOnlyList<AuditChangeDto> Changes { get; init; }
}

/// <summary>One value that changed.</summary>
/// <param name="Field">What it is called in the API.</param>
/// <param name="Old">Before; null for nothing, and for secrets.</param>
/// <param name="New">After; null for nothing, and for secrets.</param>
/// <param name="IsSecret">Whether it is a secret, of which only the fact is kept.</param>
public sealed record AuditChangeDto(string Field, string? Old, string? New, bool IsSecret);
