using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using WeChatNotifications.Benchmarks.Jobs;

namespace WeChatNotifications.Benchmarks.Reporting;

/// <summary>All of a run, as it goes into the JSON file.</summary>
internal sealed record BenchmarkReport
{
    public const string Bare = "bare HttpClient loop";
    public const string Sequential = "script, one by one";
    public const string AbpWorker = "ABP's default job worker";
    public const string Batches = "durable, 500 per call";
    public const string Singles = "durable, one per call";
    public const string Backlog = "durable, backlog";
    public const string Idle = "idle";
    public const string FirstSends = "first sends";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required DateTimeOffset At { get; init; }

    public required SuiteOptions Options { get; init; }

    public required IReadOnlyDictionary<string, string> Database { get; init; }

    public required IReadOnlyList<Measurement> Measurements { get; init; }

    public string Runtime { get; } = RuntimeInformation.FrameworkDescription;

    public string System { get; } = RuntimeInformation.OSDescription;

    public int Processors { get; } = Environment.ProcessorCount;

    public double MemoryGigabytes { get; } = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024.0 / 1024.0 / 1024.0, 1);

    /// <summary>Load average of the last minute when the run began, and when it ended; null where there is none.</summary>
    public required IReadOnlyList<double?> Load { get; init; }

    /// <summary>The marks and whether they were met.</summary>
    public IReadOnlyList<Mark> Marks => [.. FindMarks()];

    /// <summary>Median of the rounds, in messages a second; null when it was not measured.</summary>
    public double? Rate(string name, int delayMs) => MedianOf(name, delayMs, m => m.Rate);

    /// <summary>Median of a figure over the rounds.</summary>
    public double? MedianOf(string name, int delayMs, Func<Measurement, double?> figure)
    {
        var values = Measurements.Where(m => m.Name == name && m.DelayMs == delayMs).Select(figure).OfType<double>().ToList();
        return values.Count == 0 ? null : Percentiles.Median(values);
    }

    public async Task<string> WriteAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "benchmark.json");
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(this, Json), cancellationToken);
        return path;
    }

    /// <summary>The load average of the last minute, where the system tells.</summary>
    public static double? CurrentLoad()
        => OperatingSystem.IsLinux() ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : null;

    private IEnumerable<Mark> FindMarks()
    {
        if (Rate(Batches, 50) is { } slow && Rate(Bare, 50) is { } bare)
        {
            yield return new("at least 95 % of the bare loop at 50 ms, 256 calls at once", $"{slow / bare:P1}", slow / bare >= 0.95);
        }

        if (Rate(Batches, 50) is { } ours && Rate(AbpWorker, 50) is { } abp)
        {
            yield return new("at least 200 times ABP's default job worker at 50 ms", $"{ours / abp:N0} times", ours / abp >= 200);
        }

        if (Rate(Batches, 0) is { } fast)
        {
            yield return new("at least 8,000 durable sends/s at 0 ms", $"{fast:N0}/s", fast >= 8_000);
        }

        if (Measurements.FirstOrDefault(m => m.Name == Idle)?.Result.ArrivalMs is { } arrival)
        {
            yield return new("idle: half received within 10 ms", $"{arrival.P50:N1} ms", arrival.P50 < 10);
            yield return new("idle: 99 % received within 50 ms", $"{arrival.P99:N1} ms", arrival.P99 < 50);
        }

        if (Measurements.FirstOrDefault(m => m.Name == FirstSends) is { } first)
        {
            yield return new("one token call for 1,000 first sends", $"{first.TokenCalls}", first.TokenCalls == 1);
        }
    }
}

/// <summary>What was to be reached, what was, and whether that is enough.</summary>
internal sealed record Mark(string Wanted, string Reached, bool IsMet);
