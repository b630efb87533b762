using System.Diagnostics;
using System.Globalization;

namespace WeChatNotifications.LocalPostgres.Tests;

/// <summary>A program of its own that runs a server, so that a test can kill it.</summary>
internal sealed class HostProcess : IDisposable
{
    public const string Verb = "run-server";

    private readonly Process _process;

    private HostProcess(Process process, int serverProcessId) => (_process, ServerProcessId) = (process, serverProcessId);

    public int ServerProcessId { get; }

    /// <summary>Runs in the other process: an empty folder name stands for a throw-away cluster.</summary>
    public static async Task<int> RunAsync(string folder)
    {
        var options = folder.Length > 0 ? TestFolder.OptionsFor(folder) : new LocalPostgresOptions { Mode = LocalPostgresMode.Throwaway };
        await using var server = await LocalPostgresServer.StartAsync(options);
        Console.WriteLine(server.ProcessId.ToString(CultureInfo.InvariantCulture));
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public static async Task<HostProcess> StartAsync(string folder)
    {
        var program = Path.Combine(AppContext.BaseDirectory, typeof(HostProcess).Assembly.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var process = Process.Start(new ProcessStartInfo(program, [Verb, folder]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadLineAsync();
        return new HostProcess(process, int.Parse(line.ShouldNotBeNull("the other host did not start"), CultureInfo.InvariantCulture));
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Lets it end by itself, stopping as a host does.</summary>
    public async Task EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
