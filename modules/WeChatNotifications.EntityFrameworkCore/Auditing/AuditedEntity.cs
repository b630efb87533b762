using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using WeChatNotifications.Auditing;

namespace WeChatNotifications.EntityFrameworkCore.Auditing;

/// <summary>How the changes of one type of entity are told.</summary>
internal sealed class AuditedEntity
{
    /// <summary>What every entity has and nobody asks for.</summary>
    private static readonly FrozenSet<string> AlwaysNoise = FrozenSet.ToFrozenSet(
        ["Id", "TenantId", "CreatedAt", "CreatedBy", "UpdatedAt", "ConcurrencyStamp"], StringComparer.Ordinal);

    public required AuditedKind Kind { get; init; }

    /// <summary>What people call the thing.</summary>
    public required Func<Entity, string?> NameOf { get; init; }

    /// <summary>Properties that the module keeps for itself.</summary>
    public FrozenSet<string> Noise { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Protected texts by property: what the API calls them, and the purpose for which they are protected.</summary>
    public FrozenDictionary<string, AuditedSecret> Secrets { get; init; } = FrozenDictionary<string, AuditedSecret>.Empty;

    /// <summary>The act behind a changed row; null for one that is none of a person's. What has no word of its own is <see cref="AuditAction.Changed"/>.</summary>
    public Func<EntityEntry, AuditAction?> ActionOf { get; init; } = _ => AuditAction.Changed;

    /// <summary>Whether rows that come and go are told too, and not only changed ones.</summary>
    public bool TellsOfRows { get; init; } = true;

    public bool IsNoise(string property) => AlwaysNoise.Contains(property) || Noise.Contains(property);

    /// <summary>The act that the state of a row tells of; null for none.</summary>
    public AuditAction? ActOn(EntityEntry entry) => entry.State switch
    {
        EntityState.Added when TellsOfRows => AuditAction.Created,
        EntityState.Deleted when TellsOfRows => AuditAction.Removed,
        EntityState.Modified => ActionOf(entry),
        _ => null,
    };
}

/// <summary>A secret among an entity's properties.</summary>
/// <param name="Field">What the API calls it.</param>
/// <param name="Purpose">For what it is protected.</param>
internal sealed record AuditedSecret(string Field, string Purpose);
