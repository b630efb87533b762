using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using WeChatNotifications.Benchmarks.Stage;

namespace WeChatNotifications.Benchmarks.Broadcasts;

/// <summary>The sample host as a process of its own, spoken to by its HTTP API only.</summary>
internal sealed class SampleHost : IAsyncDisposable
{
    private const string ApiKey = "demo-key-for-local-use-only";
    private const string Api = "api/wechat-notifications/";

    /// <summary>The sample host's source folder.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "host", "WeChatNotifications.Host");

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly HttpClient _http;

    private SampleHost(Process process, int port)
    {
        _process = process;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromMinutes(15) };
        _http.DefaultRequestHeaders.Add("X-Api-Key", ApiKey);
    }

    public Uri Address => _http.BaseAddress!;

    /// <summary>Most memory it has had in its hands at once, in MiB; 0 where there is no /proc.</summary>
    public int PeakMemory => MemoryOf("VmHWM");

    /// <summary>Memory in its hands now, in MiB.</summary>
    public int Memory => MemoryOf("VmRSS");

    /// <summary>Processor time it has used; null where there is no /proc.</summary>
    public TimeSpan? ProcessorTime => Stage.ProcessorTime.OfFamily(_process.Id);

    public static async Task<SampleHost> StartAsync(string database, Uri weChat, string dataFolder, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(Path.Combine(Repository.OutputOf(Path.Combine("host", "WeChatNotifications.Host")), "WeChatNotifications.Host"))
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ConnectionStrings__Default"] = database;
        foreach (var argument in (string[])
            [
                "--urls", $"http://127.0.0.1:{port}", "--Simulator:Enabled", "false", "--DataFolder", dataFolder,
                "--WeChatNotifications:Api:BaseAddress", weChat.ToString(), "--Logging:LogLevel:Default", "Warning",
            ])
        {
            start.ArgumentList.Add(argument);
        }

        var host = new SampleHost(Process.Start(start) ?? throw new InvalidOperationException("The host did not start."), port);
        try
        {
            await host.UntilReadyAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, content: null, cancellationToken);

    public Task<JsonElement> PostAsync(string path, object? body, CancellationToken cancellationToken)
        => SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body), cancellationToken);

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, Api + path) { Content = content };
        using var response = await _http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone()
            : throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {text}");
    }

    /// <summary>What <c>kill -9</c> does.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill(entireProcessTree: false);
        await _process.WaitForExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private async Task UntilReadyAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        while (true)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The host ended with exit code {_process.ExitCode}.");
            }

            try
            {
                using var response = await _http.GetAsync("health/ready", limit.Token);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(200, limit.Token);
        }
    }

    private int MemoryOf(string name)
    {
        try
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            // It has just ended, or the system has no /proc.
            return 0;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
