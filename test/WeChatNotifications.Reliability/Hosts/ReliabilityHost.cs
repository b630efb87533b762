using WeChatNotifications.Host.Demo;
using WeChatNotifications.Host.Startup;

namespace WeChatNotifications.Reliability.Hosts;

/// <summary>
/// The sample host with two things more: its clock can be set, and an order can be paid in a transaction that is rolled back. Everything
/// else is what everybody runs.
/// </summary>
internal static class ReliabilityHost
{
    public const string Verb = "host";

    /// <summary>Seconds by which the clock is wrong from the beginning.</summary>
    public const string ShiftSetting = "Reliability:ClockShift";

    /// <returns>The exit code: 0 after an orderly end, 1 when it could not start.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        using var signals = new StopSignals();
        try
        {
            await RunAsync(args, signals.Token);
            return 0;
        }
        catch (StartupException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var builder = HostApplication.CreateBuilder(args);
        var time = new ShiftedTime(TimeSpan.FromSeconds(builder.Configuration.GetValue<double>(ShiftSetting)));
        builder.Services.AddSingleton<TimeProvider>(time);
        var folders = HostFolders.Of(builder);
        await using var database = await HostDatabase.OpenAsync(builder.Configuration, folders, cancellationToken);
        await using var app = HostApplication.Build(builder, database.ConnectionString, folders);
        app.MapReliability(time);
        await app.MigrateAsync(cancellationToken);
        await app.SeedDemoAsync(cancellationToken);
        await app.StartAsync(cancellationToken);
        _ = EndWithParentAsync(app);
        await app.WaitForShutdownAsync(CancellationToken.None);
    }

    /// <summary>The harness holds the other end of the input: when it is gone, so is the host.</summary>
    private static async Task EndWithParentAsync(WebApplication app)
    {
        // On a thread of its own: reading the console blocks, however it is called.
        await Task.Factory.StartNew(Console.In.ReadToEnd, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        app.Lifetime.StopApplication();
    }
}
