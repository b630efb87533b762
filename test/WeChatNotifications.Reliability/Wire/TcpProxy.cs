using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace WeChatNotifications.Reliability.Wire;

/// <summary>A wire between two programs that can be cut, slowed, stopped up and half closed.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<int> _upstream;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Wire, byte> _wires = new();
    private readonly Task _accepting;
    private long _cutAfterBytes;
    private int _delayMs;
    private volatile TaskCompletionSource? _stopped;
    private volatile bool _refuses;
    private long _asked;

    public TcpProxy(int upstreamPort)
        : this(() => upstreamPort)
    {
    }

    /// <param name="upstreamPort">Asked for every connection.</param>
    public TcpProxy(Func<int> upstreamPort)
    {
        _upstream = upstreamPort;
        _listener.Start(512);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>How many connections were asked for, refused ones too.</summary>
    public long Asked => Interlocked.Read(ref _asked);

    /// <summary>Resets every connection there is.</summary>
    /// <returns>How many.</returns>
    public int Cut()
    {
        var wires = _wires.Keys.ToList();
        wires.ForEach(w => w.Reset());
        return wires.Count;
    }

    /// <summary>Resets the connection on which so many more bytes have passed in either direction: in the middle of whatever that is.</summary>
    public void CutAfter(long bytes) => Interlocked.Exchange(ref _cutAfterBytes, bytes);

    /// <summary>Takes back what <see cref="CutAfter"/> asked for.</summary>
    /// <returns>Whether it had happened already.</returns>
    public bool CutNoMore() => Interlocked.Exchange(ref _cutAfterBytes, 0) == 0;

    /// <summary>Ends the direction to the server of every connection; answers still come.</summary>
    public int HalfClose()
    {
        var wires = _wires.Keys.ToList();
        wires.ForEach(w => w.CloseForward());
        return wires.Count;
    }

    /// <summary>From now on every chunk of bytes takes so much longer; 0 for none.</summary>
    public void Delay(int milliseconds) => Volatile.Write(ref _delayMs, milliseconds);

    /// <summary>Nothing passes any more and nobody is told, as behind a broken router, until <see cref="Clear"/>.</summary>
    public void StopUp() => _stopped ??= new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Every new connection is reset at once, until <see cref="Clear"/>.</summary>
    public void Refuse() => _refuses = true;

    /// <summary>As good as new. What was held back passes.</summary>
    public void Clear()
    {
        _refuses = false;
        Delay(0);
        CutAfter(0);
        Interlocked.Exchange(ref _stopped, null)?.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Clear();
        _listener.Stop();
        Cut();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var near = await _listener.AcceptSocketAsync(_stop.Token);
                _ = ServeAsync(near);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The loop ends when it was told to; a caller who is gone already is nobody's fault.
            }
        }
    }

    private async Task ServeAsync(Socket near)
    {
        Interlocked.Increment(ref _asked);
        if (_refuses)
        {
            near.Close(0);
            return;
        }

        var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _upstream(), _stop.Token);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            near.Close(0);
            far.Dispose();
            return;
        }

        var wire = new Wire(near, far);
        _wires[wire] = 0;
        await Task.WhenAll(PumpAsync(wire, near, far), PumpAsync(wire, far, near));
        _wires.TryRemove(wire, out _);
        wire.Dispose();
    }

    private async Task PumpAsync(Wire wire, Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var read and > 0)
            {
                if (_stopped is { } stopped)
                {
                    await stopped.Task;
                }

                if (Volatile.Read(ref _delayMs) is var delay and > 0)
                {
                    await Task.Delay(delay);
                }

                if (IsCutNow(read, out var passes))
                {
                    await to.SendAsync(buffer.AsMemory(0, passes));
                    wire.Reset();
                    return;
                }

                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            wire.Reset();
        }
    }

    /// <summary>Counts down to the cut that was asked for. The part before it still passes.</summary>
    private bool IsCutNow(int read, out int passes)
    {
        while (Volatile.Read(ref _cutAfterBytes) is var left and > 0)
        {
            if (Interlocked.CompareExchange(ref _cutAfterBytes, Math.Max(0, left - read), left) == left)
            {
                passes = (int)Math.Min(left, read);
                return left <= read;
            }
        }

        passes = read;
        return false;
    }

    private sealed class Wire(Socket near, Socket far) : IDisposable
    {
        public void Reset()
        {
            near.Close(0);
            far.Close(0);
        }

        public void CloseForward()
        {
            try
            {
                far.Shutdown(SocketShutdown.Send);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // It is closed altogether.
            }
        }

        public void Dispose()
        {
            near.Dispose();
            far.Dispose();
        }
    }
}
