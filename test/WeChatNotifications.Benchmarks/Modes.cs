using Microsoft.Extensions.Configuration;
using WeChatNotifications.Benchmarks.Broadcasts;
using WeChatNotifications.Benchmarks.Callbacks;
using WeChatNotifications.Benchmarks.Dashboard;
using WeChatNotifications.Benchmarks.FormIds;
using WeChatNotifications.Benchmarks.Micro;
using WeChatNotifications.Benchmarks.Rates;
using WeChatNotifications.Benchmarks.Scale;
using WeChatNotifications.Benchmarks.Statistics;

namespace WeChatNotifications.Benchmarks;

/// <summary>What the program can measure, by the first word of its command line.</summary>
internal static class Modes
{
    public const string Peers = "peers";

    private static readonly int[] Sizes = [1_000, 10_000, 100_000, 1_000_000];
    private static readonly int[] SizesOfASmokeTest = [1_000, 10_000, 20_000];

    /// <returns>Whether everything came out right. A missed mark is printed, but is no failure: it depends on the machine.</returns>
    public static async Task<bool> RunAsync(string[] arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var isQuick = arguments.Contains("--quick", StringComparer.Ordinal);
        string[] rest = arguments is [var verb, ..] && !verb.StartsWith('-') ? arguments[1..] : arguments;
        return arguments switch
        {
            [FormIdContest.Verb, ..] => await new FormIdContest(output, isQuick).RunAsync(cancellationToken),
            [StatisticsQueries.Verb, ..] => await new StatisticsQueries(output, isQuick).RunAsync(cancellationToken),
            [DashboardPages.Verb, ..] => await new DashboardPages(output, isQuick).RunAsync(cancellationToken),
            [BroadcastRun.Verb, ..] => await new BroadcastRun(BroadcastRunOptions.From(Configuration(rest)), output).RunAsync(cancellationToken),
            [CallbackRates.Verb, ..] => await new CallbackRates(output, isQuick).RunAsync(cancellationToken),
            [MicroBenchmarks.Verb, ..] => MicroBenchmarks.Run(rest),
            [Peers, ..] => await new Suite(Options(rest) with { Only = ["sequential", "abp", "bare", "batches"] }, output).RunAsync(cancellationToken),
            [EngineRates.Verb, ..] => await new EngineRates(Options(rest), output).RunAsync(onlyMarks: false, cancellationToken),
            [ScaleCurve.Verb, ..] => await new ScaleCurve(Options(rest), output).RunAsync(Options(rest).Sizes ?? (isQuick ? SizesOfASmokeTest : Sizes), cancellationToken),
            [HostsCurve.Verb, ..] => await new HostsCurve(Options(rest), output).RunAsync(cancellationToken),
            [AllMarks.Verb, ..] => await new AllMarks(Options(rest), output).RunAsync(cancellationToken),
            [] or [['-', ..], ..] => await new Suite(Options(rest), output).RunAsync(cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(arguments), arguments[0], "There is no such measurement; --help lists them."),
        };
    }

    private static SuiteOptions Options(string[] arguments) => SuiteOptions.From(Configuration([.. arguments.Select(a => a == "--quick" ? "--quick=true" : a)]));

    private static IConfiguration Configuration(string[] arguments) => new ConfigurationBuilder().AddCommandLine(arguments).Build();
}
