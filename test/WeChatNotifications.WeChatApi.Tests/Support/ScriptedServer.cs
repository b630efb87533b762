using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WeChatNotifications.WeChatApi.Tests.Support;

/// <summary>An HTTP server on a real socket that does exactly what a test says, broken things included.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly TaskCompletionSource _firstRequest = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<ReceivedRequest, Reply> _script;
    private readonly Task _accepting;

    private ScriptedServer(Func<ReceivedRequest, Reply> script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    public ReceivedRequest Request => _requests.ShouldHaveSingleItem();

    /// <summary>Completes when a request has arrived whole.</summary>
    public Task FirstRequest => _firstRequest.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public static ScriptedServer That(Reply reply) => new(_ => reply);

    public static ScriptedServer That(Func<ReceivedRequest, Reply> script) => new(script);

    /// <summary>An address of this machine where nobody listens.</summary>
    public static Uri Nobody()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over, maybe before this came to listen for the first time.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = socket;
        try
        {
            while (await ReceiveAsync(connection) is { } request)
            {
                _requests.Enqueue(request);
                _firstRequest.TrySetResult();
                if (!await _script(request).PlayAsync(connection, _stop.Token))
                {
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The client or the test has gone.
        }
    }

    private async Task<ReceivedRequest?> ReceiveAsync(Socket socket)
    {
        var received = new List<byte>();
        var chunk = new byte[16 * 1024];
        while (true)
        {
            var read = await socket.ReceiveAsync(chunk, _stop.Token);
            if (read == 0)
            {
                return null;
            }

            received.AddRange(chunk.AsSpan(0, read));
            if (ReceivedRequest.TryParse([.. received], out var request))
            {
                return request;
            }

            if (received is [0x16, ..])
            {
                // A TLS hello is no HTTP request, but the script may want to answer it.
                return new("TLS", "", new Dictionary<string, string>(), []);
            }
        }
    }
}

internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Body);

    public static bool TryParse(byte[] bytes, out ReceivedRequest? request)
    {
        request = null;
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var lines = Encoding.ASCII.GetString(bytes, 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var length = headers.TryGetValue("Content-Length", out var text) ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 0;
        if (bytes.Length < end + 4 + length)
        {
            return false;
        }

        var start = lines[0].Split(' ');
        request = new(start[0], start[1], headers, bytes[(end + 4)..(end + 4 + length)]);
        return true;
    }
}
