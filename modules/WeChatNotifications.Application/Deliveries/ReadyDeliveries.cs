namespace WeChatNotifications.Deliveries;

/// <summary>
/// What a lane holds and has not begun: the most urgent first, what came first before what came later, and never a user who has a message
/// in flight. Not safe for several threads at once.
/// </summary>
/// <param name="newestTransactionalFirst">Whether what became due last goes first among the transactional ones.</param>
internal sealed class ReadyDeliveries(bool newestTransactionalFirst = false)
{
    /// <summary>Bits below the lane in <see cref="ClaimedDelivery.Order"/>.</summary>
    private const int PlaceBits = 56;

    private readonly PriorityQueue<ClaimedDelivery, long> _ready = new();

    /// <summary>Users with a message in flight; null while nothing else waits for them.</summary>
    private readonly Dictionary<string, Line?> _users = new(StringComparer.Ordinal);

    private long _places;

    /// <summary>How many may be taken, but for those whose user turns out to be busy.</summary>
    public int Count => _ready.Count;

    /// <summary>Adds one.</summary>
    public void Add(ClaimedDelivery delivery)
    {
        var place = newestTransactionalFirst && delivery.Delivery.Priority == DeliveryPriority.Transactional
            ? (1L << PlaceBits) - 1 - (delivery.Delivery.NotBefore.UtcTicks / TimeSpan.TicksPerMicrosecond)
            : _places++;
        delivery.Order = ((long)delivery.Delivery.Priority << PlaceBits) | place;
        _ready.Enqueue(delivery, delivery.Order);
    }

    /// <summary>Takes the next one whose user is free; null when there is none.</summary>
    public ClaimedDelivery? Take()
    {
        while (_ready.TryDequeue(out var candidate, out _))
        {
            if (_users.TryAdd(candidate.OpenId, null))
            {
                return candidate;
            }

            var line = _users[candidate.OpenId] ??= new Line();
            if (!line.IsBusy)
            {
                line.IsBusy = true;
                return candidate;
            }

            line.Waiting.Enqueue(candidate, candidate.Order);
        }

        return null;
    }

    /// <summary>The user of one that was taken is free again, and the next one for them may be taken.</summary>
    public void Finished(ClaimedDelivery delivery)
    {
        if (_users[delivery.OpenId] is not { } line || !line.Waiting.TryDequeue(out var next, out var order))
        {
            _users.Remove(delivery.OpenId);
            return;
        }

        line.IsBusy = false;
        _ready.Enqueue(next, order);
    }

    /// <summary>What waits for one user.</summary>
    private sealed class Line
    {
        public PriorityQueue<ClaimedDelivery, long> Waiting { get; } = new();

        public bool IsBusy { get; set; } = true;
    }
}
