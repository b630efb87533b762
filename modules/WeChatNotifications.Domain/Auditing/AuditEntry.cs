using WeChatNotifications.Rules;

namespace WeChatNotifications.Auditing;

/// <summary>Who did what to which thing, and when. Written in the transaction of the change itself, and never changed afterwards.</summary>
public sealed class AuditEntry : Entity
{
    private AuditEntry()
    {
    }

    private AuditEntry(Guid id, Guid? tenantId)
        : base(id, tenantId)
    {
    }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>The host's id of who did it; null for the module itself.</summary>
    public string? UserId { get; private set; }

    /// <summary>What the host called them then.</summary>
    public string? UserName { get; private set; }

    /// <summary>What was done.</summary>
    public AuditAction Action { get; private set; }

    /// <summary>What kind of thing it was done to.</summary>
    public AuditedKind Kind { get; private set; }

    /// <summary>The thing.</summary>
    public Guid EntityId { get; private set; }

    /// <summary>What people called the thing then; null when it has no name.</summary>
    public string? EntityName { get; private set; }

    /// <summary>The values that changed; secrets without their values.</summary>
    public IReadOnlyList<AuditChange> Changes { get; private set; } = [];

    /// <summary>Notes an act.</summary>
    /// <param name="thing">The thing.</param>
    /// <param name="kind">What kind of thing it is.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="action">What was done to it.</param>
    /// <param name="changes">The values that changed.</param>
    /// <param name="user">Who did it; null for the module itself.</param>
    /// <param name="now">The present.</param>
    public static AuditEntry Of(
        Entity thing, AuditedKind kind, string? name, AuditAction action, IReadOnlyList<AuditChange> changes, CurrentUser? user, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(thing);
        ArgumentNullException.ThrowIfNull(changes);
        return new(NewId(now), thing.TenantId)
        {
            At = now,
            UserId = StoredText.Cut(user?.Id, AuditLimits.UserIdLength),
            UserName = StoredText.Cut(user?.Name, AuditLimits.UserNameLength),
            Action = action,
            Kind = kind,
            EntityId = thing.Id,
            EntityName = StoredText.Cut(name, AuditLimits.EntityNameLength),
            Changes = [.. changes.Select(c => c with { Old = StoredText.Cut(c.Old, AuditLimits.ValueLength), New = StoredText.Cut(c.New, AuditLimits.ValueLength) })],
        };
    }
}
