using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using WeChatNotifications.Reliability.Hosts;
using WeChatNotifications.Reliability.Wire;

namespace WeChatNotifications.Reliability.Stage;

/// <summary>What a host runs on.</summary>
/// <param name="Database">The database, given the port at which it is reached.</param>
/// <param name="DatabasePort">Where the database really listens.</param>
/// <param name="BrokerPort">Where RabbitMQ really listens; null where hosts work without.</param>
/// <param name="WeChatPort">Where the simulated WeChat really listens.</param>
/// <param name="DataFolder">Keys that all hosts share.</param>
/// <param name="Settings">Further settings, name by value.</param>
internal sealed record HostSurroundings(
    Func<int, string> Database, int DatabasePort, int? BrokerPort, int WeChatPort, string DataFolder, IReadOnlyDictionary<string, string> Settings);

/// <summary>
/// One machine of the cluster: a host as a process, with wires of its own to the database, to WeChat and to RabbitMQ. When its process ends, whatever
/// the reason, it is started again, as a service manager would.
/// </summary>
internal sealed class HostNode : IAsyncDisposable
{
    private const string ApiKey = "demo-key-for-local-use-only";
    private const int LinesKept = 4_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly HostSurroundings _surroundings;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly int _port = Ports.Free();
    private Process? _process;
    private double _clockShift;

    public HostNode(int number, HostSurroundings surroundings)
    {
        (Number, _surroundings) = (number, surroundings);
        DatabaseWire = new TcpProxy(surroundings.DatabasePort);
        WeChatWire = new TcpProxy(surroundings.WeChatPort);
        BrokerWire = surroundings.BrokerPort is { } broker ? new TcpProxy(broker) : null;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}/"), Timeout = TimeSpan.FromSeconds(20) };
        Http.DefaultRequestHeaders.Add("X-Api-Key", ApiKey);
    }

    /// <summary>From 1.</summary>
    public int Number { get; }

    public TcpProxy DatabaseWire { get; }

    public TcpProxy WeChatWire { get; }

    /// <summary>To RabbitMQ; null where hosts work without.</summary>
    public TcpProxy? BrokerWire { get; }

    public HttpClient Http { get; }

    /// <summary>Whether requests may be sent to it: it has started and nobody has taken it down since.</summary>
    public bool IsUp { get; private set; }

    /// <summary>How often a process was started.</summary>
    public int Starts { get; private set; }

    public bool HasExited => _process?.HasExited ?? true;

    public int ExitCode => _process?.ExitCode ?? 0;

    /// <summary>Resident memory in MiB; 0 where there is no /proc.</summary>
    public int Memory
    {
        get
        {
            try
            {
                var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process?.Id}/status")).FirstOrDefault(l => l.StartsWith("VmRSS", StringComparison.Ordinal));
                return line is null ? 0 : int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
            }
            catch (IOException)
            {
                return 0;
            }
        }
    }

    /// <summary>The newest lines that it has written.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts a process and waits until it is ready, for at most 90 s.</summary>
    /// <returns>Whether it is; false also when it ended.</returns>
    public async Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        IsUp = false;
        Starts++;
        // In this order: the supervision looks at it at any time.
        var (before, process) = (_process, Process.Start(StartInfo())!);
        _process = process;
        before?.Dispose();
        process.OutputDataReceived += (_, e) => Note(e.Data);
        process.ErrorDataReceived += (_, e) => Note(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Patience && !process.HasExited)
        {
            try
            {
                using var response = await Http.GetAsync(new Uri("health/live", UriKind.Relative), cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    IsUp = true;
                    return true;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // Not listening yet.
            }

            await Task.Delay(100, cancellationToken);
        }

        return false;
    }

    /// <summary>What <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        IsUp = false;
        if (_process is { HasExited: false } process)
        {
            Signals.KillHard(process.Id);
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Asks it to stop, as service managers do.</summary>
    /// <returns>Its exit code; null when it did not stop within 90 s.</returns>
    public async Task<int?> StopAsync()
    {
        IsUp = false;
        if (_process is not { HasExited: false } process)
        {
            return _process?.ExitCode;
        }

        Signals.Ask(process.Id);
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public void Freeze() => Signals.Freeze(_process!.Id);

    public void Thaw()
    {
        if (_process is { HasExited: false } process)
        {
            Signals.Thaw(process.Id);
        }
    }

    /// <summary>Sets its clock wrong by so much, also for its next starts.</summary>
    public async Task ShiftClockAsync(TimeSpan by, CancellationToken cancellationToken)
    {
        _clockShift = by.TotalSeconds;
        if (IsUp)
        {
            using var response = await Http.PostAsync(
                new Uri(string.Create(CultureInfo.InvariantCulture, $"{ReliabilityEndpoints.Root}/clock?seconds={_clockShift}"), UriKind.Relative), content: null, cancellationToken);
            response.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Calls the API and gives back whatever comes; null when no answer did.</summary>
    public async Task<HostAnswer?> TryCallAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
            using var response = await Http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            return new((int)response.StatusCode, text);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Thaw();
        await KillAsync();
        _process?.Dispose();
        Http.Dispose();
        await DatabaseWire.DisposeAsync();
        await WeChatWire.DisposeAsync();
        await (BrokerWire?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            WorkingDirectory = Repository.HostFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(ReliabilityHost.Verb);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        // Not on the command line, which everybody on the machine may read.
        start.Environment["ConnectionStrings__Default"] = _surroundings.Database(DatabaseWire.Port);
        if (BrokerWire is not null)
        {
            start.Environment["WeChatNotifications__RabbitMq__Url"] = $"amqp://guest:guest@127.0.0.1:{BrokerWire.Port}/";
        }

        var settings = new Dictionary<string, string>(_surroundings.Settings, StringComparer.Ordinal)
        {
            ["urls"] = $"http://127.0.0.1:{_port}",
            ["DataFolder"] = _surroundings.DataFolder,
            ["Simulator:Enabled"] = "false",
            ["WeChatNotifications:Api:BaseAddress"] = $"http://127.0.0.1:{WeChatWire.Port}/",
            [ReliabilityHost.ShiftSetting] = _clockShift.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in settings)
        {
            start.ArgumentList.Add($"--{name}={value}");
        }

        return start;
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        while (_output.Count > LinesKept)
        {
            _output.TryDequeue(out _);
        }
    }
}

/// <summary>A host's answer.</summary>
internal sealed record HostAnswer(int Status, string Text)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;
}
