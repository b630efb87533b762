using System.Diagnostics;
using WeChatNotifications.Benchmarks.Jobs;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Benchmarks.Stage;

/// <summary>The simulated WeChat as a process of its own.</summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    public const string Secret = "benchmark-secret";

    private readonly Process _process;
    private readonly HttpClient _http;
    private int _apps;

    private SimulatorProcess(Process process, Uri address)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = address };
        Control = new SimulatorControlClient(_http);
    }

    public SimulatorControlClient Control { get; }

    public Uri Address => _http.BaseAddress!;

    public int ProcessId => _process.Id;

    public static async Task<SimulatorProcess> StartAsync(CancellationToken cancellationToken)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "WeChatNotifications.Simulator" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var process = Process.Start(new ProcessStartInfo(program, ["--urls", "http://127.0.0.1:0", "--call-log", "0", "--parent-pid", $"{Environment.ProcessId}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken) ?? "";
        var address = line.Split(' ', ',').FirstOrDefault(word => word.StartsWith("http://", StringComparison.Ordinal));
        return address is null
            ? throw new InvalidOperationException($"The simulator did not start. It said: {line}")
            : new SimulatorProcess(process, new Uri(address));
    }

    /// <summary>Forgets all that was, and makes an app whose users all have a long-term grant.</summary>
    /// <returns>The app's id.</returns>
    public async Task<string> PrepareAsync(int users, int delayMs, bool keepMessages, CancellationToken cancellationToken)
    {
        var appId = $"wx-benchmark-{++_apps}";
        await PrepareAsync(appId, users, delayMs, keepMessages, cancellationToken);
        return appId;
    }

    /// <summary>The same with an app that was there before.</summary>
    public async Task PrepareAsync(string appId, int users, int delayMs, bool keepMessages, CancellationToken cancellationToken)
    {
        await Control.ResetAsync(ResetScope.All, cancellationToken);
        await Control.SeedAsync(
            new()
            {
                Settings = new() { KeepMessages = keepMessages ? 250_000 : 0 },
                Apps = [new() { AppId = appId, Secret = Secret, Pages = [SampleMessages.PagePath], Limits = new() { SendsPerDay = -1 } }],
                Templates = [new() { AppId = appId, TemplateId = SampleMessages.WeChatTemplateId, Title = "Order paid", Type = 3, Fields = SampleMessages.Fields }],
                UserRanges =
                [
                    new()
                    {
                        AppId = appId, Prefix = SampleMessages.UserPrefix, Count = users,
                        Grants = [new RangeGrant { TemplateId = SampleMessages.WeChatTemplateId, LongTerm = true }],
                    },
                ],
            },
            cancellationToken);
        if (delayMs > 0)
        {
            await Control.SetLatencyAsync(new() { FixedMs = delayMs }, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }
}
