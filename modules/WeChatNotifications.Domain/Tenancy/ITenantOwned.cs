namespace WeChatNotifications.Tenancy;

/// <summary>Marks what belongs to one tenant. Every query on it is filtered by the ambient tenant.</summary>
public interface ITenantOwned
{
    /// <summary>The owning tenant; null for the host itself.</summary>
    Guid? TenantId { get; }
}
