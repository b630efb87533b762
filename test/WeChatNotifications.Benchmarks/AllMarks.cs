using System.Text.Encodings.Web;
using System.Text.Json;
using WeChatNotifications.Benchmarks.Rates;
using WeChatNotifications.Benchmarks.Reporting;
using WeChatNotifications.Benchmarks.Scale;

namespace WeChatNotifications.Benchmarks;

/// <summary>Everything that a mark asks for, and nothing else, in one session; then all marks in one table.</summary>
internal sealed class AllMarks(SuiteOptions options, TextWriter output)
{
    public const string Verb = "all";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The ends of the curve that is to be flat.</summary>
    private static readonly int[] Sizes = [10_000, 1_000_000];
    private static readonly int[] SizesOfASmokeTest = [10_000, 20_000];

    /// <returns>Whether everything that was sent arrived once. A missed mark is no failure.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var suite = new Suite(options with { Only = ["sequential", "abp", "bare", "batches", "idle", "tokens"] }, output);
        var isRight = await suite.RunAsync(cancellationToken);

        var rates = new EngineRates(options, output);
        isRight &= await rates.RunAsync(onlyMarks: true, cancellationToken);

        var scale = new ScaleCurve(options, output);
        isRight &= await scale.RunAsync(options.Sizes ?? (options.IsQuick ? SizesOfASmokeTest : Sizes), cancellationToken);

        await output.WriteLineAsync();
        await output.WriteLineAsync($"All marks, after {TimeProvider.System.GetElapsedTime(began).TotalMinutes:N1} minutes; load {BenchmarkReport.CurrentLoad()}:");
        IReadOnlyList<Mark> marks = [.. suite.Marks, .. rates.Marks, .. scale.Marks];
        output.PrintMarks(marks);
        var path = Path.Combine(options.Output, "marks.json");
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(new { At = TimeProvider.System.GetUtcNow(), Load = BenchmarkReport.CurrentLoad(), Marks = marks }, Json), cancellationToken);
        await output.WriteLineAsync($"Written to {path}");
        await output.WriteLineAsync(isRight ? "Everything arrived exactly once." : "WRONG: see above.");
        return isRight;
    }
}
