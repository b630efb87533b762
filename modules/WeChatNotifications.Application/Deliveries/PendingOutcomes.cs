namespace WeChatNotifications.Deliveries;

/// <summary>How many outcomes this node holds that no database has taken yet.</summary>
internal sealed class PendingOutcomes
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add(int outcomes) => Interlocked.Add(ref _count, outcomes);
}
