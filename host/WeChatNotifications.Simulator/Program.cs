using System.Globalization;
using System.Text.Json;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;

var arguments = new ConfigurationBuilder().AddCommandLine(args).Build();
var options = new SimulatorOptions
{
    Url = arguments["urls"] ?? "http://127.0.0.1:5090",
    ControlKey = arguments["control-key"],
    AllowRemoteControl = arguments.GetValue<bool>("allow-remote-control"),
    CallLogSize = arguments.GetValue("call-log", 1_000),
    Settings = new() { Retention = arguments.GetValue("retention", MessageRetention.Full) },
};

await using var server = await SimulatorServer.StartAsync(options);
if (arguments["seed"] is { } seedFile)
{
    await using var file = File.OpenRead(seedFile);
    var document = await JsonSerializer.DeserializeAsync(file, SimulatorJsonContext.Default.SeedDocument);
    var world = server.Control.Seed(document ?? throw new SimulatorControlException($"{seedFile} is empty."));
    Console.WriteLine($"Seeded from {seedFile}: {world.Apps} apps, {world.Templates} templates, {world.Users} users.");
}

Console.WriteLine($"Simulated WeChat at {server.BaseAddress}, control at {new Uri(server.BaseAddress, "_sim/health")}. Ctrl+C stops it.");
using var stop = new CancellationTokenSource();
var shutdown = server.WaitForShutdownAsync(stop.Token);
if (arguments["parent-pid"] is { } parent)
{
    var parentGone = ParentWatch.WaitForExitAsync(int.Parse(parent, CultureInfo.InvariantCulture), TimeProvider.System, stop.Token);
    await Task.WhenAny(shutdown, parentGone);
    await stop.CancelAsync();
}

await shutdown;
