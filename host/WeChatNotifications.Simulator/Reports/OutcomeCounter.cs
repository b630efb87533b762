using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace WeChatNotifications.Simulator.Reports;

/// <summary>Counts the calls of one path by what became of them, and how many were open at once.</summary>
internal sealed class OutcomeCounter
{
    private readonly ConcurrentDictionary<int, StrongBox<long>> _codes = new();
    private readonly ConcurrentDictionary<string, StrongBox<long>> _others = new(StringComparer.Ordinal);
    private int _open;
    private int _mostOpen;

    public int MostOpen => Volatile.Read(ref _mostOpen);

    public void Enter()
    {
        var open = Interlocked.Increment(ref _open);
        Raise(ref _mostOpen, open);
    }

    public void Leave() => Interlocked.Decrement(ref _open);

    public void Count(int code) => Interlocked.Increment(ref _codes.GetOrAdd(code, static _ => new()).Value);

    /// <summary>Counts a call that got no WeChat answer, such as one cut off by a fault.</summary>
    public void Count(string outcome) => Interlocked.Increment(ref _others.GetOrAdd(outcome, static _ => new()).Value);

    public IEnumerable<(string Outcome, long Count)> Snapshot() =>
        _codes.OrderBy(entry => entry.Key).Select(entry => (entry.Key.ToString(CultureInfo.InvariantCulture), Volatile.Read(ref entry.Value.Value)))
            .Concat(_others.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, Volatile.Read(ref entry.Value.Value))));

    public void Reset()
    {
        _codes.Clear();
        _others.Clear();
        Volatile.Write(ref _mostOpen, Volatile.Read(ref _open));
    }

    internal static void Raise(ref int most, int value)
    {
        var seen = Volatile.Read(ref most);
        while (value > seen)
        {
            var before = Interlocked.CompareExchange(ref most, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
