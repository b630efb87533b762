using System.Net.Sockets;
using System.Text;

namespace WeChatNotifications.WeChatApi.Tests.Support;

/// <summary>What the server does once a request has arrived.</summary>
internal abstract record Reply
{
    /// <summary><see langword="true"/> to wait for another request on the connection.</summary>
    public abstract Task<bool> PlayAsync(Socket socket, CancellationToken cancellationToken);

    public static Reply Json(string body, int status = 200, string contentType = "application/json; charset=UTF-8") =>
        Body(Encoding.UTF8.GetBytes(body), status, contentType);

    public static Reply Body(byte[] body, int status = 200, string contentType = "application/json", string moreHeaders = "") =>
        new Bytes([.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nContent-Type: {contentType}\r\n{moreHeaders}Content-Length: {body.Length}\r\n\r\n"), .. body], StaysOpen: true);

    public static Reply Redirect(int status, Uri target) => Body([], status, "text/html", $"Location: {target}\r\n");

    public static Reply Raw(string text) => new Bytes(Encoding.UTF8.GetBytes(text), StaysOpen: false);

    public static readonly Reply Ok = Json("""{"errcode":0,"errmsg":"ok"}""");

    public static readonly Reply Silence = new Hang();

    public static readonly Reply Reset = new Rst();

    private sealed record Bytes(byte[] All, bool StaysOpen) : Reply
    {
        public override async Task<bool> PlayAsync(Socket socket, CancellationToken cancellationToken)
        {
            for (var sent = 0; sent < All.Length;)
            {
                sent += await socket.SendAsync(All.AsMemory(sent), cancellationToken);
            }

            if (!StaysOpen)
            {
                socket.Shutdown(SocketShutdown.Send);
            }

            return StaysOpen;
        }
    }

    private sealed record Hang : Reply
    {
        public override async Task<bool> PlayAsync(Socket socket, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return false;
        }
    }

    private sealed record Rst : Reply
    {
        public override Task<bool> PlayAsync(Socket socket, CancellationToken cancellationToken)
        {
            socket.LingerState = new(enable: true, seconds: 0);
            socket.Close();
            return Task.FromResult(false);
        }
    }
}
