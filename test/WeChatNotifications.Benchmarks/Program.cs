using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using WeChatNotifications.Benchmarks;
using WeChatNotifications.Benchmarks.Broadcasts;
using WeChatNotifications.Benchmarks.Dashboard;
using WeChatNotifications.Benchmarks.FormIds;
using WeChatNotifications.Benchmarks.Jobs;
using WeChatNotifications.Benchmarks.Stage;
using WeChatNotifications.Benchmarks.Statistics;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is [JobProcess.Verb])
{
    return await JobProcess.RunHereAsync();
}

if (args is [FormIdWorker.Verb])
{
    return await FormIdWorker.RunHereAsync();
}

if (args.Any(argument => argument is "--help" or "-h" or "-?"))
{
    Console.WriteLine(SuiteOptions.Help);
    Console.WriteLine(BroadcastRunOptions.Help);
    return 0;
}

using var stop = new CancellationTokenSource();

// Ended from within, so that the database and the simulator stop, too.
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
try
{
    if (args is [FormIdContest.Verb, ..])
    {
        return await new FormIdContest(Console.Out, args.Contains("--quick", StringComparer.Ordinal)).RunAsync(stop.Token) ? 0 : 1;
    }

    if (args is [StatisticsQueries.Verb, ..])
    {
        return await new StatisticsQueries(Console.Out, args.Contains("--quick", StringComparer.Ordinal)).RunAsync(stop.Token) ? 0 : 1;
    }

    if (args is [DashboardPages.Verb, ..])
    {
        return await new DashboardPages(Console.Out, args.Contains("--quick", StringComparer.Ordinal)).RunAsync(stop.Token) ? 0 : 1;
    }

    if (args is [BroadcastRun.Verb, .. var broadcast])
    {
        return await new BroadcastRun(BroadcastRunOptions.From(new ConfigurationBuilder().AddCommandLine(broadcast).Build()), Console.Out).RunAsync(stop.Token) ? 0 : 1;
    }

    var options = SuiteOptions.From(new ConfigurationBuilder().AddCommandLine([.. args.Select(a => a == "--quick" ? "--quick=true" : a)]).Build());
    return await new Suite(options, Console.Out).RunAsync(stop.Token) ? 0 : 1;
}
catch (ArgumentOutOfRangeException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 2;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return 130;
}

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
