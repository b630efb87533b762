using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using WeChatNotifications.Testing;

namespace WeChatNotifications.EndToEnd.Tests;

/// <summary>The sample host as a process of its own, which can be killed as a power cut would.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    public const string ApiKey = "demo-key-for-local-use-only";
    public const string Api = "api/wechat-notifications";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;

    private HostProcess(Process process, int port)
    {
        (_process, Port) = (process, port);
        process.OutputDataReceived += (_, e) => _output.Enqueue(e.Data ?? "");
        process.ErrorDataReceived += (_, e) => _output.Enqueue(e.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromSeconds(60) };
        Http.DefaultRequestHeaders.Add("X-Api-Key", ApiKey);
    }

    public int Port { get; }

    public HttpClient Http { get; }

    public int Id => _process.Id;

    public string Output => string.Join('\n', _output);

    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Starts a host and does not wait for it.</summary>
    public static HostProcess Launch(int port, params IEnumerable<string> arguments)
    {
        var folder = Path.Combine(Root, "host", "WeChatNotifications.Host");

        // As this test was built, so was the host.
        var output = Path.GetRelativePath(Path.Combine(Root, "test", "WeChatNotifications.EndToEnd.Tests"), AppContext.BaseDirectory);
        var start = new ProcessStartInfo(Path.Combine(folder, output, "WeChatNotifications.Host"))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add($"http://127.0.0.1:{port}");
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new HostProcess(Process.Start(start)!, port);
    }

    public static async Task<HostProcess> StartAsync(int port, params IEnumerable<string> arguments)
    {
        var host = Launch(port, arguments);
        try
        {
            await Eventually.Async(host.IsReadyAsync, Patience, "the host is ready");
            return host;
        }
        catch (TimeoutException exception)
        {
            await host.DisposeAsync();
            throw new InvalidOperationException($"The host did not start.\n{host.Output}", exception);
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task<JsonElement> GetAsync(string path)
        => await Http.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await Http.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue($"{(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Sends the demonstration's message to the given users.</summary>
    public Task<JsonElement> NotifyAsync(params string[] openIds) => PostAsync($"{Api}/notifications", new
    {
        template = "order-paid",
        to = openIds,
        data = new { orderNo = "20260001", product = "Green tea", amount = 12.5, paidAt = "2026-11-21T15:30:00+08:00", orderId = "1" },
    });

    /// <summary>No farewell, no clean-up: what <c>kill -9</c> does. Its children live on.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: false);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, as Ctrl+C and service managers do.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        return await ExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await TerminateAsync();
        }

        Http.Dispose();
        _process.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"The host ended with exit code {_process.ExitCode}.\n{Output}");
        }

        try
        {
            using var response = await Http.GetAsync("health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WeChatNotifications.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        }

        return folder.FullName;
    }
}
