using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace WeChatNotifications.Testing;

/// <summary>
/// A RabbitMQ server of our own, on free ports and in a folder of its own, that a test may kill, freeze and start again. A start takes 5 to
/// 10 s: share one where its death is not the matter (<see cref="SharedAsync"/>).
/// </summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);
    private static readonly Lazy<Task<RabbitMqServer>> Shared = new(StartSharedAsync);

    private readonly RabbitMqFolder _folder;
    private readonly RabbitMqPrograms _programs;
    private readonly int _distributionPort;
    private readonly Queue<string> _said = new();
    private Process? _names;
    private Process? _broker;

    private RabbitMqServer(RabbitMqPrograms programs, RabbitMqFolder folder, int port, int distributionPort, int namesPort)
    {
        (_programs, _folder, Port, _distributionPort, NamesPort) = (programs, folder, port, distributionPort, namesPort);
        Uri = new Uri($"amqp://guest:guest@127.0.0.1:{port}/");
    }

    /// <summary>Why no server can be started on this machine; null when one can. For the reason of a skipped test.</summary>
    public static string? MissingReason { get; } = RabbitMqPrograms.TryFind(out var reason) is null ? reason : null;

    /// <summary>Where clients connect, the same after a restart. Its user may do everything.</summary>
    public Uri Uri { get; }

    /// <summary>The port in <see cref="Uri"/>.</summary>
    public int Port { get; }

    /// <summary>The process of the server, for signals that are not offered here.</summary>
    /// <exception cref="InvalidOperationException">It does not run.</exception>
    public int ProcessId => IsRunning ? _broker!.Id : throw new InvalidOperationException("The server does not run.");

    /// <summary>Whether the process lives.</summary>
    public bool IsRunning => _broker is { HasExited: false };

    private int NamesPort { get; }

    /// <summary>The server that all tests of this process share; started by the first call, stopped when the process ends.</summary>
    public static Task<RabbitMqServer> SharedAsync() => Shared.Value;

    /// <summary>Starts a new and empty server.</summary>
    /// <exception cref="InvalidOperationException">It is not installed (<see cref="MissingReason"/>), or does not come up.</exception>
    public static async Task<RabbitMqServer> StartAsync(CancellationToken cancellationToken = default)
    {
        var programs = RabbitMqPrograms.TryFind(out var missing) ?? throw new InvalidOperationException(missing);
        var folder = RabbitMqFolder.Create(programs.UserName);
        var ports = FreePorts(3);
        var server = new RabbitMqServer(programs, folder, ports[0], ports[1], ports[2]);
        try
        {
            await server.StartAgainAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it after it was killed or stopped, with everything that it had written, and waits until it answers clients.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken = default)
    {
        if (IsRunning)
        {
            throw new InvalidOperationException("The server runs already.");
        }

        _names ??= _folder.Keep("names", Launch(_programs.Names, ["-port", NamesPort.ToString(CultureInfo.InvariantCulture), "-address", "127.0.0.1"]));
        _broker?.Dispose();
        _broker = _folder.Keep("broker", Launch(_programs.Server, []));
        var clock = Stopwatch.StartNew();
        while (!await AnswersAsync(cancellationToken))
        {
            if (!IsRunning || clock.Elapsed > StartLimit)
            {
                throw new InvalidOperationException($"RabbitMQ did not come up within {clock.Elapsed.TotalSeconds:0} s: {LastWords()}");
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    /// <summary>Ends it as a power cut does: SIGKILL, nothing more is written.</summary>
    public async Task KillAsync()
    {
        if (_broker is { HasExited: false } broker)
        {
            broker.Kill();
            await broker.WaitForExitAsync();
        }
    }

    /// <summary>Ends it in order: SIGTERM.</summary>
    public async Task StopAsync()
    {
        if (_broker is { HasExited: false } broker)
        {
            await SignalAsync("TERM");
            using var limit = new CancellationTokenSource(StopLimit);
            await broker.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await KillAsync();
        }
    }

    /// <summary>Freezes it: connections stay open and nothing answers.</summary>
    public Task SuspendAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on after <see cref="SuspendAsync"/>.</summary>
    public Task ResumeAsync() => SignalAsync("CONT");

    /// <summary>Runs <c>rabbitmqctl</c> against it, which takes a second or two, and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it printed.</exception>
    public async Task<string> ControlAsync(params string[] arguments)
    {
        using var process = Process.Start(Prepare(_programs.Control, ["--quiet", .. arguments]))!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? texts[0]
            : throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', arguments)} failed ({process.ExitCode}): {string.Concat(texts)}");
    }

    /// <summary>Closes every client's connection from the server's side, as an operator or a network would.</summary>
    public Task CutConnectionsAsync() => ControlAsync("close_all_connections", "cut by a test");

    /// <summary>Ends it and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        if (_names is { HasExited: false } names)
        {
            names.Kill();
            await names.WaitForExitAsync();
        }

        _broker?.Dispose();
        _names?.Dispose();
        _folder.Dispose();
    }

    private static async Task<RabbitMqServer> StartSharedAsync()
    {
        var server = await StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().Wait(StopLimit);
        return server;
    }

    /// <summary>Below the range that the system gives to outgoing connections: a port must still be free for the restart.</summary>
    private static int[] FreePorts(int count)
    {
        var listeners = new List<TcpListener>();
        try
        {
            while (listeners.Count < count)
            {
                var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_000));
                try
                {
                    listener.Start();
                    listeners.Add(listener);
                }
                catch (SocketException)
                {
                    listener.Dispose();
                }
            }

            return [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(l => l.Dispose());
        }
    }

    private async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", ProcessId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private Process Launch(string program, string[] arguments)
    {
        var process = Process.Start(Prepare(program, arguments))!;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        return process;
    }

    private ProcessStartInfo Prepare(string program, string[] arguments)
    {
        var start = _programs.Prepare(program, arguments);
        start.WorkingDirectory = _folder.Path;
        start.UseShellExecute = false;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("RABBITMQ_", StringComparison.Ordinal) || k.StartsWith("ERL_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = _folder.Path,
            ["LC_ALL"] = "C.UTF-8",
            ["ERL_EPMD_PORT"] = NamesPort.ToString(CultureInfo.InvariantCulture),
            ["RABBITMQ_NODENAME"] = $"wechat{Port}@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = Port.ToString(CultureInfo.InvariantCulture),
            ["RABBITMQ_DIST_PORT"] = _distributionPort.ToString(CultureInfo.InvariantCulture),
            ["RABBITMQ_CTL_DIST_PORT_MIN"] = "33000",
            ["RABBITMQ_CTL_DIST_PORT_MAX"] = "33100",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder.Path, "data"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder.Path, "log"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder.Path, "rabbitmq.conf"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder.Path, "enabled_plugins"),
            // The script then becomes the server instead of waiting for it: what we kill is the server.
            ["RABBITMQ_ALLOW_INPUT"] = "1",
            // Erlang's schedulers would spin on cores that the tests need.
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-noinput +S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none",
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Whether it greets a client: it does so as the last thing of its start.</summary>
    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port, limit.Token);
            var stream = client.GetStream();
            await stream.WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray(), limit.Token);
            return await stream.ReadAsync(new byte[1], limit.Token) == 1;
        }
        catch (Exception exception) when (exception is SocketException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                _said.Enqueue(line);
                if (_said.Count > 20)
                {
                    _said.Dequeue();
                }
            }
        }
    }

    private string LastWords()
    {
        lock (_said)
        {
            return string.Join(Environment.NewLine, _said);
        }
    }
}
