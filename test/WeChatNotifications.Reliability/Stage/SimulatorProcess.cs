using System.Diagnostics;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Reliability.Stage;

/// <summary>The simulated WeChat as a process of its own. It is the witness of what arrived, so it is never killed.</summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    private const int CallLog = 400_000;

    private readonly Process _process;
    private readonly HttpClient _http;

    private SimulatorProcess(Process process, Uri address)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
        Control = new SimulatorControlClient(_http);
    }

    public SimulatorControlClient Control { get; }

    public int Port => _http.BaseAddress!.Port;

    public static async Task<SimulatorProcess> StartAsync(CancellationToken cancellationToken)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "WeChatNotifications.Simulator" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var process = Process.Start(new ProcessStartInfo(
            program, ["--urls", "http://127.0.0.1:0", "--call-log", $"{CallLog}", "--period", "2018", "--keep-messages", "2000000", "--parent-pid", $"{Environment.ProcessId}"])
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
