using WeChatNotifications.Reliability;
using WeChatNotifications.Reliability.Hosts;
using WeChatNotifications.Reliability.Reporting;

if (args is [ReliabilityHost.Verb, .. var rest])
{
    return await ReliabilityHost.RunAsync(rest);
}

if (args.Contains("--help", StringComparer.Ordinal))
{
    Console.WriteLine(RunOptions.Usage);
    return 0;
}

RunOptions options;
try
{
    options = RunOptions.Parse(args);
}
catch (FormatException exception)
{
    await Console.Error.WriteLineAsync($"{exception.Message} --help shows the options.");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

var results = new List<RunResult>();
foreach (var scenario in options.Scenarios)
{
    Console.WriteLine($"{scenario}, seed {options.Seed}, work by {options.Work.Name}");
    var result = await ScenarioNames.RunAsync(scenario, options, stop.Token);
    ConsoleReport.Print(result);
    results.Add(result);
}

if (options.Report is { } file)
{
    await ConsoleReport.WriteAsync(file, results);
}

var broken = results.Sum(r => r.Findings.Violations.Count);
Console.WriteLine($"{results.Sum(r => r.InjectedFaults)} faults injected, {results.Sum(r => r.Findings.Lost)} messages lost, {broken} violations");
return broken == 0 ? 0 : 1;
