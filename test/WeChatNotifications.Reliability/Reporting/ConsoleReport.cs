using System.Globalization;
using System.Text.Json;

namespace WeChatNotifications.Reliability.Reporting;

/// <summary>Results for people and for programs.</summary>
internal static class ConsoleReport
{
    private const int ShownPerRule = 10;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Print(RunResult result)
    {
        Console.WriteLine();
        Console.WriteLine($"## {result.Scenario}, seed {result.Seed}, {result.Took.TotalSeconds:0} s");
        Table("work asked for", result.Work.Select(w => (w.Key, (double)w.Value)));
        Table("faults injected", result.Faults.Select(f => (f.Key, (double)f.Value)));
        Table("second acceptances by cause", result.Findings.Doubles.Select(d => (d.Key, (double)d.Value)));
        Table("figures", result.Figures.Select(f => (f.Key, f.Value)));
        Console.WriteLine($"{result.Messages} messages asked for, {result.Arrived} accepted by WeChat, {result.InjectedFaults} faults injected, {result.Findings.Lost} lost, {result.Findings.Violations.Count} violations");
        foreach (var rule in result.Findings.Violations.GroupBy(v => v.Rule, StringComparer.Ordinal))
        {
            Console.WriteLine($"VIOLATED: {rule.Key} ({rule.Count()}), seed {result.Seed}");
            foreach (var violation in rule.Take(ShownPerRule))
            {
                Console.WriteLine("  " + violation.Text);
            }
        }
    }

    public static async Task WriteAsync(string file, IReadOnlyList<RunResult> results)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        await using var stream = File.Create(file);
        await JsonSerializer.SerializeAsync(stream, results, Json);
        foreach (var result in results.Where(r => r.Findings.Violations.Count > 0))
        {
            foreach (var (index, output) in result.Outputs.Index())
            {
                await File.WriteAllTextAsync(string.Create(CultureInfo.InvariantCulture, $"{file}.{result.Scenario}-host{index + 1}.log"), output);
            }
        }
    }

    private static void Table(string title, IEnumerable<(string Name, double Value)> rows)
    {
        var list = rows.ToList();
        if (list.Count == 0)
        {
            return;
        }

        Console.WriteLine(title + ":");
        foreach (var (name, value) in list)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {value,10:0.##}  {name}"));
        }
    }
}
