using System.Globalization;
using Microsoft.Extensions.Configuration;
using WeChatNotifications.Benchmarks;
using WeChatNotifications.Benchmarks.Jobs;
using WeChatNotifications.Benchmarks.Stage;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is [JobProcess.Verb])
{
    return await JobProcess.RunHereAsync();
}

if (args.Any(argument => argument is "--help" or "-h" or "-?"))
{
    Console.WriteLine(SuiteOptions.Help);
    return 0;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    // Ended from within, so that the database and the simulator stop, too.
    press.Cancel = true;
    stop.Cancel();
};

var options = SuiteOptions.From(new ConfigurationBuilder().AddCommandLine([.. args.Select(a => a == "--quick" ? "--quick=true" : a)]).Build());
return await new Suite(options, Console.Out).RunAsync(stop.Token) ? 0 : 1;
