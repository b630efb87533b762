namespace WeChatNotifications.Deliveries;

/// <summary>
/// Says which databases hold deliveries. A host with one database needs nothing; one that keeps tenants in databases of their own
/// replaces it, and an engine runs for each.
/// </summary>
public interface IDeliveryPartitionSource
{
    /// <summary>The partitions that there are now. Asked when the engine starts and every <see cref="DispatchOptions.PartitionInterval"/>.</summary>
    Task<IReadOnlyList<DeliveryPartition>> GetAsync(CancellationToken cancellationToken);
}

/// <summary>A database that holds deliveries.</summary>
/// <param name="Name">For logs; never a connection string.</param>
/// <param name="TenantId">The tenant to be while working in it, by which the stores find it; null for the host's own.</param>
public sealed record DeliveryPartition(string Name, Guid? TenantId)
{
    /// <summary>The host's own.</summary>
    public static DeliveryPartition Host { get; } = new("host", TenantId: null);
}

/// <summary>One database for all.</summary>
internal sealed class SingleDeliveryPartition : IDeliveryPartitionSource
{
    public Task<IReadOnlyList<DeliveryPartition>> GetAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DeliveryPartition>>([DeliveryPartition.Host]);
}
