using Volo.Abp.DependencyInjection;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Abp.Callbacks;

/// <summary>Deliveries that receipts have changed in the transaction of the present scope. Nobody is told before that stands.</summary>
internal sealed class ReceiptedDeliveries : IScopedDependency
{
    private readonly List<DeliveryLog> _deliveries = [];

    /// <summary>Whether a transaction of the inbox is under way, which tells of them when it stands.</summary>
    public bool IsCollecting { get; private set; }

    public void Begin()
    {
        _deliveries.Clear();
        IsCollecting = true;
    }

    public void Add(IEnumerable<DeliveryLog> deliveries) => _deliveries.AddRange(deliveries);

    public IReadOnlyList<DeliveryLog> Take()
    {
        IsCollecting = false;
        var taken = _deliveries.ToList();
        _deliveries.Clear();
        return taken;
    }
}
