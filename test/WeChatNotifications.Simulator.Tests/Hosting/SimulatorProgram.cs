using System.Diagnostics;
using System.Globalization;
using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.Tests.Hosting;

/// <summary>The simulator started the way its users start it.</summary>
internal sealed class SimulatorProgram : IAsyncDisposable
{
    private const string Announcement = "Simulated WeChat at ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;

    private SimulatorProgram(Process process) => _process = process;

    public List<string> Output { get; } = [];

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    private Uri Address { get; set; } = null!;

    public static Task<SimulatorProgram> Start(params string[] arguments) => StartIn(Environment.CurrentDirectory, arguments);

    public static async Task<SimulatorProgram> StartIn(string folder, params string[] arguments)
    {
        var program = new SimulatorProgram(Run(["--urls", "http://127.0.0.1:0", .. arguments], folder));
        using var patience = new CancellationTokenSource(Patience);
        while (await program._process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            program.Output.Add(line);
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
            {
                program.Address = new(line[Announcement.Length..line.IndexOf(',', StringComparison.Ordinal)]);
                return program;
            }
        }

        throw new InvalidOperationException(await program._process.StandardError.ReadToEndAsync(patience.Token));
    }

    /// <summary>Runs a program that is expected to end by itself.</summary>
    public static async Task<(int Code, string Error)> Fail(params string[] arguments)
    {
        using var process = Run(arguments, Environment.CurrentDirectory);
        using var patience = new CancellationTokenSource(Patience);
        var error = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, error.Trim());
    }

    public HttpClient Client() => new() { BaseAddress = Address };

    public async Task Kill()
    {
        _process.Kill();
        await ExitCode();
    }

    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, ProcessId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        kill.ExitCode.ShouldBe(0);
    }

    public async Task<int> ExitCode()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Kill();
        }

        _process.Dispose();
    }

    private static Process Run(IEnumerable<string> arguments, string folder) => Process.Start(new ProcessStartInfo("dotnet", [typeof(SimulatorServer).Assembly.Location, .. arguments])
    {
        UseShellExecute = false,
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
