using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace WeChatNotifications.Benchmarks.Micro;

/// <summary>The steps of a message that need no database and no network, by BenchmarkDotNet.</summary>
internal static class MicroBenchmarks
{
    public const string Verb = "micro";

    /// <summary>
    /// In this process: the project that BenchmarkDotNet would generate and build could not be restored under central package management, and
    /// nothing here depends on a process of its own.
    /// </summary>
    /// <param name="arguments"><c>--quick</c> runs each once; all others are BenchmarkDotNet's own, such as <c>--filter *Render*</c>.</param>
    /// <returns>Whether all of them ran.</returns>
    public static bool Run(string[] arguments)
    {
        var isQuick = arguments.Contains("--quick", StringComparer.Ordinal);
        var job = (isQuick ? Job.Dry : Job.ShortRun).WithToolchain(InProcessEmitToolchain.Instance);
        var config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddLogger(ConsoleLogger.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddExporter(MarkdownExporter.GitHub);
        string[] filters = [.. arguments.Where(a => a != "--quick")];
        var summaries = BenchmarkSwitcher.FromTypes([typeof(MessageBenchmarks), typeof(PushBenchmarks)]).Run(filters.Length == 0 ? ["--filter", "*"] : filters, config);
        return summaries.All(s => !s.HasCriticalValidationErrors && s.Reports.All(r => r.Success));
    }
}
