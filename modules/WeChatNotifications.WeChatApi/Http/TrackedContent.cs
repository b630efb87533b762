using System.Net;

namespace WeChatNotifications.WeChatApi.Http;

/// <summary>
/// A JSON body of known length that remembers whether it began to leave. A handler asks for the body only once it holds a
/// connection; until then the request cannot have been processed, whatever went wrong (name, connect, TLS, no free connection
/// in time). SocketsHttpHandler draws the same line: it repeats a request on its own, on a pooled connection that turned out
/// closed, only while the body has not begun to leave. Therefore a GET that must not be repeated gets an empty one.
/// </summary>
internal sealed class TrackedContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private volatile bool _hasStarted;

    public TrackedContent(ReadOnlyMemory<byte> body)
    {
        _body = body;
        if (body.IsEmpty)
        {
            return;
        }

        Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
    }

    public bool HasStarted => _hasStarted;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _hasStarted = true;
        return stream.WriteAsync(_body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
