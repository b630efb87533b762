using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace WeChatNotifications.Host.Startup;

/// <summary>A simulated WeChat as a process of its own, so that one can develop without an account.</summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    private const string SeedFile = "Demo/simulator-seed.json";

    // A simulator whose host was killed notices it within a second and then ends.
    private static readonly TimeSpan PortPatience = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;

    private SimulatorProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>
    /// Starts one when <c>Simulator:Enabled</c> is true, at <c>Simulator:Url</c>, and makes the module talk to it. Null otherwise.
    /// </summary>
    /// <exception cref="StartupException">It cannot be started; the message says why.</exception>
    public static async Task<SimulatorProcess?> StartIfWantedAsync(WebApplicationBuilder builder, CancellationToken cancellationToken)
    {
        var settings = builder.Configuration.GetSection("Simulator");
        if (!settings.GetValue<bool>("Enabled"))
        {
            return null;
        }

        var address = new Uri(settings["Url"] ?? "http://127.0.0.1:5090");
        if (!await OwnPorts.IsFreeAsync(address, PortPatience, cancellationToken))
        {
            throw new StartupException(
                $"{address} is in use, where the simulated WeChat would listen. End what runs there, or choose another address with --Simulator:Url http://127.0.0.1:<port>.");
        }

        var process = Launch(address, Path.Combine(builder.Environment.ContentRootPath, SeedFile));
        var simulator = new SimulatorProcess(process, address);
        try
        {
            await simulator.WaitUntilReadyAsync(cancellationToken);
        }
        catch
        {
            await simulator.DisposeAsync();
            throw;
        }

        builder.Configuration["WeChatNotifications:Api:BaseAddress"] = address.ToString();
        return simulator;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // It keeps nothing, so it needs no farewell.
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It ended before.
        }

        _process.Dispose();
    }

    private static Process Launch(Uri address, string seedFile)
    {
        var own = typeof(SimulatorProcess).Assembly;
        var relative = own.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "SimulatorAssembly").Value!;
        var program = Path.GetFullPath(relative, AppContext.BaseDirectory);
        if (!File.Exists(program))
        {
            throw new StartupException($"The simulated WeChat is not at {program}. Build the solution, or set Simulator:Enabled to false.");
        }

        var start = new ProcessStartInfo(DotNet())
        {
            // What it says of itself would only disturb; its errors go where the host's go.
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            ArgumentList =
            {
                program,
                "--urls", address.GetLeftPart(UriPartial.Authority),
                "--parent-pid", Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
                "--seed", seedFile,
            },
        };
        // Its address comes from the command line alone, whatever was set for the host.
        start.Environment.Remove("ASPNETCORE_URLS");
        start.Environment.Remove("ASPNETCORE_HTTP_PORTS");
        var process = Process.Start(start) ?? throw new StartupException($"{program} did not start.");
        process.StandardInput.Close();
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>The program that runs this one: it is not always on the PATH.</summary>
    private static string DotNet()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path)
        {
            return path;
        }

        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(beside) ? beside : name;
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTimeout);
        using var http = new HttpClient { BaseAddress = Address };
        try
        {
            while (!await AnswersAsync(http, limit.Token))
            {
                if (_process.HasExited)
                {
                    throw new StartupException($"The simulated WeChat ended at once with exit code {_process.ExitCode}.");
                }

                await Task.Delay(PollInterval, limit.Token);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StartupException($"The simulated WeChat does not answer at {Address} after {StartTimeout.TotalSeconds:0} s.", exception);
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri("_sim/health", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Nobody listens yet.
            return false;
        }
    }
}
