using System.Text;
using WeChatNotifications.Broadcasts;

namespace WeChatNotifications.Application.Tests.Broadcasts;

/// <summary>Bytes that arrive in pieces, as they do from a network.</summary>
internal sealed class PiecewiseStream(byte[] bytes, Func<int> next) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => base.ReadAsync(buffer[..Math.Min(buffer.Length, next())], cancellationToken);
}

/// <summary>A list that is made while it is read; every thousandth row names nobody.</summary>
internal sealed class GeneratedFile(BroadcastListFormat format, int rows) : Stream
{
    private readonly byte[] _row = new byte[256];
    private int _next = format == BroadcastListFormat.Csv ? 0 : 1;
    private int _length;
    private int _start;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override int Read(Span<byte> buffer)
    {
        var written = 0;
        while (written < buffer.Length && (_start < _length || Write()))
        {
            var part = _row.AsSpan(_start, Math.Min(_length - _start, buffer.Length - written));
            part.CopyTo(buffer[written..]);
            written += part.Length;
            _start += part.Length;
        }

        _position += written;
        return written;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool Write()
    {
        if (_next > rows)
        {
            return false;
        }

        var number = _next++;
        var openId = number % 1_000 == 0 ? "" : $"o-{number}";
        var text = (format, number) switch
        {
            (BroadcastListFormat.Csv, 0) => "openId,product\n",
            (BroadcastListFormat.Csv, _) => $"{openId},乌龙茶 {number}\n",
            _ => $$$"""{"openId":"{{{openId}}}","data":{"product":"乌龙茶 {{{number}}}"}}""" + "\n",
        };
        (_start, _length) = (0, Encoding.UTF8.GetBytes(text, _row));
        return true;
    }
}
