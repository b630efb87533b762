using System.Runtime.InteropServices;

namespace WeChatNotifications.Simulator.Reports;

/// <summary>
/// Recognises messages that were accepted before. Each different message costs an identity and a number, some 40 to 80 bytes;
/// split into parts, so that no call waits while one large table grows.
/// </summary>
internal sealed class DuplicateLedger
{
    private const int Parts = 16;

    private long _known;
    private readonly Part[] _parts = [.. Enumerable.Range(0, Parts).Select(_ => new Part())];

    /// <summary>Different messages; accepted again; and taken unexamined because the ledger was full.</summary>
    public (long Distinct, long Duplicates, long Unchecked) Totals
    {
        get
        {
            var (distinct, duplicates, @unchecked) = (0L, 0L, 0L);
            foreach (var part in _parts)
            {
                lock (part.Gate)
                {
                    distinct += part.FirstSeen.Count;
                    duplicates += part.Duplicates;
                    @unchecked += part.Unchecked;
                }
            }

            return (distinct, duplicates, @unchecked);
        }
    }

    public void Add(MessageIdentity identity, in AcceptedMessage message, long sequence, int limit)
    {
        var part = _parts[identity.High % Parts];
        lock (part.Gate)
        {
            if (!part.CountRepeat(identity, message, sequence))
            {
                part.CountNew(identity, sequence, remember: TryReserve(limit));
            }
        }
    }

    /// <summary>The messages accepted more than once, in order of their first acceptance.</summary>
    public IReadOnlyList<DuplicateMessage> Read(int limit)
    {
        var found = new List<DuplicateMessage>();
        foreach (var part in _parts)
        {
            lock (part.Gate)
            {
                found.AddRange(part.Repeats.Values);
            }
        }

        return [.. found.OrderBy(repeat => repeat.FirstSequence).Take(limit)];
    }

    public void Clear()
    {
        foreach (var part in _parts)
        {
            lock (part.Gate)
            {
                part.Clear();
            }
        }

        Volatile.Write(ref _known, 0);
    }

    private bool TryReserve(int limit)
    {
        if (Interlocked.Increment(ref _known) <= limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _known);
        return false;
    }

    private sealed class Part
    {
        public Lock Gate { get; } = new();

        public Dictionary<MessageIdentity, long> FirstSeen { get; private set; } = [];

        public Dictionary<MessageIdentity, DuplicateMessage> Repeats { get; } = [];

        public long Duplicates { get; private set; }

        public long Unchecked { get; private set; }

        /// <returns>False for a message not seen before.</returns>
        public bool CountRepeat(MessageIdentity identity, in AcceptedMessage message, long sequence)
        {
            if (!FirstSeen.TryGetValue(identity, out var first))
            {
                return false;
            }

            Duplicates++;
            ref var repeat = ref CollectionsMarshal.GetValueRefOrAddDefault(Repeats, identity, out _);
            // Two acceptances at once may arrive here in the other order.
            repeat = repeat is null
                ? new(message.App.AppId, message.User.OpenId, message.Template.TemplateId, Count: 2, Math.Min(first, sequence), Math.Max(first, sequence))
                : repeat with { Count = repeat.Count + 1, FirstSequence = Math.Min(repeat.FirstSequence, sequence), LastSequence = Math.Max(repeat.LastSequence, sequence) };
            return true;
        }

        public void CountNew(MessageIdentity identity, long sequence, bool remember)
        {
            if (remember)
            {
                FirstSeen.Add(identity, sequence);
            }
            else
            {
                Unchecked++;
            }
        }

        /// <summary>The table is let go rather than emptied: it may have grown to hundreds of megabytes.</summary>
        public void Clear()
        {
            FirstSeen = [];
            Repeats.Clear();
            Duplicates = 0;
            Unchecked = 0;
        }
    }
}
