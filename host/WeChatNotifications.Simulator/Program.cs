using System.Globalization;
using System.Text.Json;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;

var arguments = new ConfigurationBuilder().AddCommandLine(args).Build();
try
{
    await RunAsync(arguments);
    return 0;
}
catch (Exception exception) when (exception is IOException or JsonException or SimulatorControlException)
{
    // A port that is taken, a seed file that is missing or wrong: a sentence says it better than a stack trace.
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}

static async Task RunAsync(IConfiguration arguments)
{
    var parentId = arguments.GetValue<int?>("parent-pid");
    var seedFile = arguments["seed"];
    var options = new SimulatorOptions
    {
        Url = arguments["urls"] ?? "http://127.0.0.1:5090",
        ControlKey = arguments["control-key"],
        AllowRemoteControl = arguments.GetValue<bool>("allow-remote-control"),
        CallLogSize = arguments.GetValue("call-log", 1_000),
        Settings = new() { Retention = arguments.GetValue("retention", MessageRetention.Full) },
        Seed = seedFile is null ? null : await ReadSeedAsync(seedFile),
        StopsByCtrlC = parentId is null,
    };

    await using var server = await SimulatorServer.StartAsync(options);
    if (seedFile is not null)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Seeded from {seedFile}: {options.Seed!.Apps.Count} apps, {options.Seed.Templates.Count} templates."));
    }

    Console.WriteLine($"Simulated WeChat at {server.BaseAddress}, control at {new Uri(server.BaseAddress, "_sim/health")}. Ctrl+C stops it.");
    using var stop = new CancellationTokenSource();
    var shutdown = server.WaitForShutdownAsync(stop.Token);
    if (parentId is { } parent)
    {
        var parentGone = ParentWatch.WaitForExitAsync(parent, TimeProvider.System, stop.Token);
        await Task.WhenAny(shutdown, parentGone);
        await stop.CancelAsync();
    }

    await shutdown;
}

static async Task<SeedDocument> ReadSeedAsync(string path)
{
    await using var file = File.OpenRead(path);
    return await JsonSerializer.DeserializeAsync(file, SimulatorJsonContext.Default.SeedDocument)
        ?? throw new SimulatorControlException($"{path} is empty.");
}
