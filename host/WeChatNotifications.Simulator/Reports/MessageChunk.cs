namespace WeChatNotifications.Simulator.Reports;

/// <summary>Some hundred messages in a row of structs and one block of bytes: two objects for the garbage collector, dropped together.</summary>
internal sealed class MessageChunk(int firstBodyLength)
{
    private const int MostRows = 1024;
    private const int UsualBytes = 256 * 1024;

    private readonly MessageRow[] _rows = new MessageRow[MostRows];
    private readonly byte[] _bytes = new byte[Math.Max(UsualBytes, firstBodyLength)];
    private int _bytesUsed;

    public int Count { get; private set; }

    public long LastSequence => _rows[Count - 1].Sequence;

    public MessageRow this[int index] => _rows[index];

    public ReadOnlyMemory<byte> BodyOf(MessageRow row) => _bytes.AsMemory(row.Offset, row.Length);

    /// <summary>Empties it to serve again. The oversized block of one large message does not, nor one too small for the next.</summary>
    public bool TryReuse(int firstBodyLength)
    {
        (Count, _bytesUsed) = (0, 0);
        return _bytes.Length == UsualBytes && firstBodyLength <= UsualBytes;
    }

    public bool HasRoom(int bodyLength) => Count < MostRows && _bytes.Length - _bytesUsed >= bodyLength;

    public void Add(in AcceptedMessage message, long ticks, long sequence)
    {
        message.Body.Span.CopyTo(_bytes.AsSpan(_bytesUsed));
        _rows[Count++] = new(message.App, message.User, message.Template, ticks, sequence, _bytesUsed, message.Body.Length, message.Channel);
        _bytesUsed += message.Body.Length;
    }
}
