using System.Text.Json;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;

if (args.Contains("--help", StringComparer.Ordinal))
{
    Console.WriteLine(ProgramArguments.Usage);
    return 0;
}

try
{
    var arguments = ProgramArguments.Parse(args);
    var seed = arguments.SeedFile is { } file ? await ReadAsync(file) : null;
    await using var server = await SimulatorServer.StartAsync(arguments.Options with { Seed = seed, StopsByCtrlC = arguments.ParentProcessId is null });
    if (seed is not null)
    {
        var apps = server.Control.Apps();
        Console.WriteLine($"Seeded from {arguments.SeedFile}: {apps.Count} apps, {apps.Sum(a => a.Templates.Count)} templates, {apps.Sum(a => a.Users)} users.");
    }

    Console.WriteLine($"Simulated WeChat at {server.BaseAddress}, phones at {new Uri(server.BaseAddress, "phone")}, control at {new Uri(server.BaseAddress, "_sim/health")}. Ctrl+C stops it.");
    await RunAsync(server, arguments.ParentProcessId);
    return 0;
}
catch (Exception error) when (error is FormatException or SimulatorControlException or JsonException or IOException or UnauthorizedAccessException)
{
    // What the caller can put right, in one line. Everything else is a bug and shows its trace.
    await Console.Error.WriteLineAsync(error is FormatException ? $"{error.Message} --help shows the options." : error.Message);
    return 2;
}

static async Task<SeedDocument> ReadAsync(string path)
{
    await using var file = File.OpenRead(path);
    try
    {
        return await JsonSerializer.DeserializeAsync(file, SimulatorJsonContext.Default.SeedDocument)
            ?? throw new SimulatorControlException($"{path} is empty.");
    }
    catch (JsonException error)
    {
        throw new SimulatorControlException($"{path}: {error.Message}", error);
    }
}

static async Task RunAsync(SimulatorServer server, int? parentProcessId)
{
    using var stop = new CancellationTokenSource();
    var shutdown = server.WaitForShutdownAsync(stop.Token);
    if (parentProcessId is { } parent)
    {
        await Task.WhenAny(shutdown, ParentWatch.WaitForExitAsync(parent, TimeProvider.System, stop.Token));
        await stop.CancelAsync();
    }

    await shutdown;
}
