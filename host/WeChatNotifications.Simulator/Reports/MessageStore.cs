using System.Runtime.InteropServices;
using System.Text;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Sending;

namespace WeChatNotifications.Simulator.Reports;

/// <summary>
/// The accepted messages: all of them counted and compared, the newest kept as they were received. Built for millions: bodies lie
/// in large blocks, so that the garbage collector sees a few objects for each thousand of them.
/// </summary>
internal sealed class MessageStore
{
    /// <summary>WeChat's message ids have 19 digits today, more than a double can hold.</summary>
    private const long FirstMessageId = 1_864_323_726_461_255_680;

    private const int LongestPage = 10_000;

    private readonly Lock _gate = new();
    private readonly List<MessageChunk> _chunks = [];
    private readonly DuplicateLedger _ledger = new();
    private readonly Dictionary<string, long> _acceptedByApp = new(StringComparer.Ordinal);
    private readonly long[] _acceptedByChannel = new long[Enum.GetValues<SimulatedChannel>().Length];
    private MessageChunk? _spare;
    private long _messageIdBase = FirstMessageId;
    private long _accepted;
    private int _kept;

    /// <returns>WeChat's id for the message.</returns>
    public long Add(in AcceptedMessage message, DateTimeOffset now, SimulatorSettings settings)
    {
        var identity = MessageIdentity.Of(message, settings.IdentityKey);
        long sequence, id;
        lock (_gate)
        {
            sequence = ++_accepted;
            id = _messageIdBase + sequence;
            CollectionsMarshal.GetValueRefOrAddDefault(_acceptedByApp, message.App.AppId, out _)++;
            _acceptedByChannel[(int)message.Channel]++;
            message.User.LastMessageId = id;
            Keep(message, now, sequence, settings.KeepMessages ?? 0);
        }

        _ledger.Add(identity, message, sequence, settings.CompareMessages ?? 0);
        return id;
    }

    public MessageTotals Totals()
    {
        // The ledger first: what it has compared has been accepted, so the parts never exceed the whole.
        var (distinct, duplicates, @unchecked) = _ledger.Totals;
        lock (_gate)
        {
            var byChannel = Enum.GetValues<SimulatedChannel>().Where(channel => _acceptedByChannel[(int)channel] > 0)
                .ToDictionary(channel => channel, channel => _acceptedByChannel[(int)channel]);
            return new(_accepted, new Dictionary<string, long>(_acceptedByApp, StringComparer.Ordinal), byChannel, distinct, duplicates, @unchecked, _kept);
        }
    }

    public MessagePage Read(MessageFilter filter)
    {
        var limit = Math.Clamp(filter.Limit, 1, LongestPage);
        var found = new List<SimulatedMessage>();
        lock (_gate)
        {
            foreach (var chunk in CollectionsMarshal.AsSpan(_chunks)[FirstChunkAfter(filter.After)..])
            {
                for (var i = 0; i < chunk.Count; i++)
                {
                    var row = chunk[i];
                    if (row.Sequence <= filter.After || !row.Matches(filter))
                    {
                        continue;
                    }

                    if (found.Count == limit)
                    {
                        return new(found, found[^1].Sequence);
                    }

                    found.Add(Show(row, chunk.BodyOf(row)));
                }
            }
        }

        return new(found, Next: null);
    }

    /// <summary>The message with WeChat's id; null when it is not kept.</summary>
    public KeptMessage? Find(long messageId)
    {
        lock (_gate)
        {
            var sequence = messageId - _messageIdBase;
            if (sequence < 1 || FirstChunkAfter(sequence - 1) is var at && at >= _chunks.Count)
            {
                return null;
            }

            var chunk = _chunks[at];
            var index = sequence - chunk[0].Sequence;
            return index >= 0 && chunk[(int)index] is var row && row.Sequence == sequence ? Kept(row, chunk) : null;
        }
    }

    /// <summary>
    /// The newest messages to some users, newest first. Goes through what is kept from its end, and lets sends pass between one chunk
    /// and the next.
    /// </summary>
    /// <param name="users">One person's users of one or several apps.</param>
    /// <param name="before">Only messages with an id below it.</param>
    /// <param name="most">How many.</param>
    public IReadOnlyList<KeptMessage> Newest(IReadOnlySet<SimulatedUser> users, long before, int most)
    {
        var found = new List<KeptMessage>();
        // Before the last message there is to any of them, there is nothing to look at.
        before = Math.Min(before, users.Select(user => user.LastMessageId + 1).DefaultIfEmpty().Max());
        while (found.Count < most && TakeNewest(users, ref before, most, found))
        {
            // One chunk at a time.
        }

        return found;
    }

    /// <summary>The newest message to some users; null when none is kept.</summary>
    public KeptMessage? Last(IReadOnlySet<SimulatedUser> users) => Newest(users, long.MaxValue, 1) is [var last] ? last : null;

    public IReadOnlyList<DuplicateMessage> Duplicates(int limit) => _ledger.Read(limit);

    public void Clear()
    {
        lock (_gate)
        {
            // Ids stay unique across a reset.
            _messageIdBase += _accepted;
            _accepted = 0;
            _kept = 0;
            _chunks.Clear();
            _spare = null;
            _acceptedByApp.Clear();
            Array.Clear(_acceptedByChannel);
        }

        _ledger.Clear();
    }

    /// <returns>False: nothing older is kept.</returns>
    private bool TakeNewest(IReadOnlySet<SimulatedUser> users, ref long before, int most, List<KeptMessage> found)
    {
        lock (_gate)
        {
            var sequence = before - _messageIdBase;
            var at = Math.Min(FirstChunkAfter(sequence - 2), _chunks.Count - 1);
            if (at < 0 || sequence <= _chunks[0][0].Sequence)
            {
                return false;
            }

            var chunk = _chunks[at];
            for (var i = chunk.Count - 1; i >= 0 && found.Count < most; i--)
            {
                if (chunk[i].Sequence < sequence && users.Contains(chunk[i].User))
                {
                    found.Add(Kept(chunk[i], chunk));
                }
            }

            before = _messageIdBase + chunk[0].Sequence;
            return true;
        }
    }

    private KeptMessage Kept(MessageRow row, MessageChunk chunk) => new(Show(row, chunk.BodyOf(row)), row.App, row.User, row.Template);

    /// <summary>Old messages go a chunk at a time, so a few more than asked for may still be there.</summary>
    private void Keep(in AcceptedMessage message, DateTimeOffset now, long sequence, int most)
    {
        if (most > 0)
        {
            if (_chunks.Count == 0 || !_chunks[^1].HasRoom(message.Body.Length))
            {
                _chunks.Add(NewChunk(message.Body.Length));
            }

            _chunks[^1].Add(message, now.UtcTicks, sequence);
            _kept++;
        }

        while (_chunks.Count > 0 && _kept - _chunks[0].Count >= most)
        {
            _kept -= _chunks[0].Count;
            _spare = _chunks[0];
            _chunks.RemoveAt(0);
        }
    }

    /// <summary>The chunk dropped last serves again: with as many coming as going, nothing is left to collect.</summary>
    private MessageChunk NewChunk(int firstBodyLength)
    {
        var spare = _spare;
        _spare = null;
        return spare?.TryReuse(firstBodyLength) == true ? spare : new(firstBodyLength);
    }

    private int FirstChunkAfter(long sequence)
    {
        var (low, high) = (0, _chunks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _chunks[middle].LastSequence > sequence ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private SimulatedMessage Show(MessageRow row, ReadOnlyMemory<byte> body) => MessageRequests.Read(row.Channel, body.Span).Describe(new()
    {
        Sequence = row.Sequence,
        MsgId = _messageIdBase + row.Sequence,
        At = new DateTimeOffset(row.Ticks, TimeSpan.Zero),
        Channel = row.Channel,
        AppId = row.App.AppId,
        OpenId = row.User.OpenId,
        TemplateId = row.Template.TemplateId,
        Data = new Dictionary<string, string>(StringComparer.Ordinal),
        Body = Encoding.UTF8.GetString(body.Span),
    });
}
