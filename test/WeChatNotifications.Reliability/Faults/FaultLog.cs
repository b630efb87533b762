using System.Collections.Concurrent;
using WeChatNotifications.Reliability.Checking;

namespace WeChatNotifications.Reliability.Faults;

/// <summary>What was broken on purpose, when, and how often.</summary>
internal sealed class FaultLog
{
    private readonly ConcurrentQueue<FaultWindow> _windows = new();
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int Total => _counts.Values.Sum();

    public IReadOnlyDictionary<string, int> Counts => _counts.OrderBy(c => c.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    public IReadOnlyList<FaultWindow> Windows => [.. _windows];

    /// <summary>Counts faults that lose no outcome by themselves: RabbitMQ's, and WeChat's own, whose calls the simulator names.</summary>
    public void Count(string kind, int times = 1) => _counts.AddOrUpdate(kind, times, (_, before) => before + times);

    /// <summary>Notes something that lasted from a moment until now.</summary>
    public void Note(string kind, DateTimeOffset from, TimeProvider time, int times = 1)
    {
        Count(kind, times);
        _windows.Enqueue(new(kind, from, time.GetUtcNow()));
    }
}
