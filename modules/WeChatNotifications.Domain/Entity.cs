using WeChatNotifications.Tenancy;

namespace WeChatNotifications;

/// <summary>Something with an identity of its own, owned by one tenant (or by the host, when the tenant is null).</summary>
public abstract class Entity : ITenantOwned
{
    /// <summary>For the database only.</summary>
    private protected Entity()
    {
    }

    private protected Entity(Guid id, Guid? tenantId) => (Id, TenantId) = (id, tenantId);

    /// <summary>A version-7 GUID: ids grow with time, so newer rows sort behind older ones.</summary>
    public Guid Id { get; private set; }

    /// <inheritdoc />
    public Guid? TenantId { get; private set; }

    /// <summary>A new id for the given moment.</summary>
    public static Guid NewId(DateTimeOffset now) => Guid.CreateVersion7(now);
}
