namespace WeChatNotifications.Deliveries;

/// <summary>
/// The deliveries of one claim and the lease they share. The lease is measured by the monotonic clock, which neither jumps nor
/// stands still when the process was stopped: a node that slept through its lease knows it.
/// </summary>
internal sealed class ClaimedBatch(Guid token, TimeProvider timeProvider, long claimedAt, TimeSpan lease)
{
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _validFrom = claimedAt;
    private int _open;

    public Guid Token { get; } = token;

    /// <summary>Deliveries without a recorded outcome.</summary>
    public int Open => Volatile.Read(ref _open);

    public void Add(int deliveries) => Interlocked.Add(ref _open, deliveries);

    /// <summary>Ends when every delivery has been closed.</summary>
    public Task Finished => _finished.Task;

    public void Closed()
    {
        if (Interlocked.Decrement(ref _open) == 0)
        {
            _finished.TrySetResult();
        }
    }

    /// <summary>Whether the lease still holds for at least <paramref name="margin"/>.</summary>
    public bool Holds(TimeSpan margin) => timeProvider.GetElapsedTime(Volatile.Read(ref _validFrom)) + margin < lease;

    /// <summary>The lease was renewed by a statement that began at <paramref name="timestamp"/>.</summary>
    public void Renewed(long timestamp) => Volatile.Write(ref _validFrom, timestamp);
}

/// <summary>A delivery and the claim under which we hold it.</summary>
internal sealed record ClaimedDelivery(DeliveryLog Delivery, ClaimedBatch Batch)
{
    /// <summary>The receiver when it was claimed; a fallback may change it.</summary>
    public string OpenId { get; } = Delivery.OpenId;

    /// <summary>Its place in its lane: the lower, the sooner.</summary>
    public long Order { get; set; }

    /// <summary>Whether it overtakes mass sends.</summary>
    public bool IsUrgent => Delivery.Priority < DeliveryPriority.Bulk;
}
