using System.Runtime.InteropServices;
using System.Text.Json;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Subscribe;

namespace WeChatNotifications.Simulator.Reports;

/// <summary>
/// The accepted messages. Built for a million of them: rows are structs in blocks, their data lies in large byte blocks, so that
/// the garbage collector sees a few hundred objects instead of millions.
/// </summary>
internal sealed class MessageStore
{
    private const int RowsPerBlock = 8192;
    private const int BytesPerBlock = 1 << 20;

    /// <summary>WeChat's message ids have 19 digits today, more than a double can hold.</summary>
    private const long FirstMessageId = 1_864_323_726_461_255_680;

    private readonly Lock _gate = new();
    private readonly List<Row[]> _rows = [];
    private readonly List<byte[]> _bytes = [];
    private readonly Dictionary<UInt128, long> _firstSeen = [];
    private readonly Dictionary<UInt128, Repeat> _repeats = [];
    private readonly Dictionary<string, long> _acceptedByApp = new(StringComparer.Ordinal);
    private long _messageIdBase = FirstMessageId;
    private long _accepted;
    private int _stored;
    private int _bytesUsed = BytesPerBlock;

    private record struct Row(
        SimulatedApp App, SimulatedUser User, SimulatedTemplate Template, string Page, string State, string Language,
        long Ticks, long Sequence, int Block, int Offset, int Length);

    private record struct Repeat(string AppId, string OpenId, string TemplateId, int Count, long First, long Last);

    public (long Accepted, long Distinct) Totals
    {
        get
        {
            lock (_gate)
            {
                return (_accepted, _firstSeen.Count);
            }
        }
    }

    /// <returns>WeChat's id for the message.</returns>
    public long Add(in AcceptedMessage message, DateTimeOffset now, SimulatorSettings settings)
    {
        var identity = MessageIdentity.Of(message, settings.IdentityKey);
        lock (_gate)
        {
            var sequence = ++_accepted;
            CollectionsMarshal.GetValueRefOrAddDefault(_acceptedByApp, message.App.AppId, out _)++;
            ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_firstSeen, identity, out var seen);
            if (seen)
            {
                CountRepeat(message, identity, first, sequence);
            }
            else
            {
                first = sequence;
            }

            if (settings.Retention == MessageRetention.Full)
            {
                Keep(message, now, sequence);
            }

            return _messageIdBase + sequence;
        }
    }

    public MessagePage Read(MessageFilter filter)
    {
        var limit = Math.Clamp(filter.Limit, 1, 10_000);
        var found = new List<SimulatedMessage>();
        lock (_gate)
        {
            for (var i = FirstRowAfter(filter.After); i < _stored; i++)
            {
                ref readonly var row = ref RowAt(i);
                if ((filter.OpenId is { } openId && row.User.OpenId != openId)
                    || (filter.AppId is { } appId && row.App.AppId != appId)
                    || (filter.TemplateId is { } templateId && row.Template.TemplateId != templateId))
                {
                    continue;
                }

                if (found.Count == limit)
                {
                    return new(found, found[^1].Sequence);
                }

                found.Add(Show(row));
            }
        }

        return new(found, Next: null);
    }

    public IReadOnlyList<DuplicateMessage> Duplicates(int limit)
    {
        lock (_gate)
        {
            return [.. _repeats.Values.OrderBy(repeat => repeat.First).Take(limit)
                .Select(repeat => new DuplicateMessage(repeat.AppId, repeat.OpenId, repeat.TemplateId, repeat.Count, repeat.First, repeat.Last))];
        }
    }

    public IReadOnlyDictionary<string, long> AcceptedByApp()
    {
        lock (_gate)
        {
            return new Dictionary<string, long>(_acceptedByApp, StringComparer.Ordinal);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            // Ids stay unique across a reset.
            _messageIdBase += _accepted;
            _accepted = 0;
            _stored = 0;
            _bytesUsed = BytesPerBlock;
            _rows.Clear();
            _bytes.Clear();
            _firstSeen.Clear();
            _repeats.Clear();
            _acceptedByApp.Clear();
        }
    }

    private void CountRepeat(in AcceptedMessage message, UInt128 identity, long first, long sequence)
    {
        ref var repeat = ref CollectionsMarshal.GetValueRefOrAddDefault(_repeats, identity, out var known);
        repeat = known
            ? repeat with { Count = repeat.Count + 1, Last = sequence }
            : new(message.App.AppId, message.User.OpenId, message.Template.TemplateId, Count: 2, first, sequence);
    }

    private void Keep(in AcceptedMessage message, DateTimeOffset now, long sequence)
    {
        var data = message.Data.Span;
        if (BytesPerBlock - _bytesUsed < data.Length)
        {
            _bytes.Add(new byte[Math.Max(BytesPerBlock, data.Length)]);
            _bytesUsed = 0;
        }

        data.CopyTo(_bytes[^1].AsSpan(_bytesUsed));
        if (_stored == _rows.Count * RowsPerBlock)
        {
            _rows.Add(new Row[RowsPerBlock]);
        }

        RowAt(_stored++) = new(
            message.App, message.User, message.Template, message.Request.Page, Known(message.Request.State, "formal", "developer", "trial"),
            Known(message.Request.Language, "zh_CN", "en_US", "zh_HK", "zh_TW"), now.UtcTicks, sequence, _bytes.Count - 1, _bytesUsed, data.Length);
        _bytesUsed += data.Length;
    }

    /// <summary>Keeps one copy of the usual values instead of one for each message; the first is the default.</summary>
    private static string Known(string value, params ReadOnlySpan<string> usual)
    {
        if (value.Length == 0)
        {
            return usual[0];
        }

        var index = usual.IndexOf(value);
        return index < 0 ? value : usual[index];
    }

    private ref Row RowAt(int index) => ref _rows[index / RowsPerBlock][index % RowsPerBlock];

    /// <summary>Rows are in order of their sequence, with gaps where retention was switched off for a while.</summary>
    private int FirstRowAfter(long sequence)
    {
        var (low, high) = (0, _stored);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = RowAt(middle).Sequence > sequence ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private SimulatedMessage Show(in Row row) => new()
    {
        Sequence = row.Sequence,
        MsgId = _messageIdBase + row.Sequence,
        At = new DateTimeOffset(row.Ticks, TimeSpan.Zero),
        AppId = row.App.AppId,
        OpenId = row.User.OpenId,
        TemplateId = row.Template.TemplateId,
        Page = row.Page,
        State = row.State,
        Language = row.Language,
        Data = ReadData(_bytes[row.Block].AsMemory(row.Offset, row.Length)),
    };

    private static Dictionary<string, string> ReadData(ReadOnlyMemory<byte> data)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (data.IsEmpty)
        {
            return values;
        }

        using var document = JsonDocument.Parse(data);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("value", out var value))
            {
                values[property.Name] = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
            }
        }

        return values;
    }
}
