using System.Buffers;

namespace WeChatNotifications.Broadcasts;

/// <summary>The part of an uploaded file that is being read: as much as the longest row may have, however long the file is.</summary>
internal sealed class ListBuffer(Stream stream) : IDisposable
{
    /// <summary>Longest row in bytes; the values of one recipient take at most a third of it, even when every character is escaped.</summary>
    public const int MaxRow = 64 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(4 * MaxRow);
    private int _start;
    private int _end;

    /// <summary>What was read of the file and not consumed.</summary>
    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Whether nothing follows.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>Consumes bytes.</summary>
    public void Advance(int count) => _start += count;

    /// <summary>Reads on. To be called while less than a row is unread.</summary>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        Buffer.BlockCopy(_bytes, _start, _bytes, 0, _end - _start);
        (_start, _end) = (0, _end - _start);
        var read = await stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        IsEnd = read == 0;
        _end += read;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        _bytes = [];
    }
}
