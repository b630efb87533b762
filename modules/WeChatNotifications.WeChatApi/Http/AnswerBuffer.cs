using System.Buffers;

namespace WeChatNotifications.WeChatApi.Http;

/// <summary>An answer's bytes in pooled memory, wiped afterwards since they may hold an access token.</summary>
internal sealed class AnswerBuffer : IDisposable
{
    private const int UsualBytes = 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(UsualBytes);
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Reads to the end of the stream; <see langword="false"/> when there is more than <paramref name="limit"/>.</summary>
    public async Task<bool> FillAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        while (_length <= limit)
        {
            if (_length == _bytes.Length)
            {
                Grow();
            }

            var read = await stream.ReadAsync(_bytes.AsMemory(_length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return true;
            }

            _length += read;
        }

        return false;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        _bytes = [];
        _length = 0;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        _bytes.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        _bytes = larger;
    }
}
