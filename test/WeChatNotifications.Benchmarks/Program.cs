using System.Globalization;
using System.Runtime.InteropServices;
using WeChatNotifications.Benchmarks;
using WeChatNotifications.Benchmarks.Broadcasts;
using WeChatNotifications.Benchmarks.FormIds;
using WeChatNotifications.Benchmarks.Scale;
using WeChatNotifications.Benchmarks.Stage;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case [JobProcess.Verb]:
        return await JobProcess.RunHereAsync();
    case [FormIdWorker.Verb]:
        return await FormIdWorker.RunHereAsync();
    case [HostProcess.Verb]:
        return await HostProcess.RunHereAsync();
    case var _ when args.Any(argument => argument is "--help" or "-h" or "-?"):
        Console.WriteLine(SuiteOptions.Help);
        Console.WriteLine(BroadcastRunOptions.Help);
        return 0;
    default:
        break;
}

using var stop = new CancellationTokenSource();

// Ended from within, so that the database and the simulator stop, too.
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
try
{
    return await Modes.RunAsync(args, Console.Out, stop.Token) ? 0 : 1;
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
