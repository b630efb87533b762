using Microsoft.AspNetCore.Connections;
using WeChatNotifications.Host.Demo;
using WeChatNotifications.Host.Modules.Identity;
using WeChatNotifications.LocalPostgres;

namespace WeChatNotifications.Host.Startup;

/// <summary>The host's life: database, simulated WeChat, migrations, demonstration data, serving; and all of it back again.</summary>
internal static class HostProgram
{
    /// <returns>The exit code: 0 after an orderly end, 1 when it could not start.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        using var signals = new StopSignals();
        try
        {
            await (args is [CreateAdminCommand.Name, .. var rest] ? CreateAdminAsync(rest, signals.Token) : RunAsync(args, signals.Token));
            return 0;
        }
        catch (Exception exception) when (exception is StartupException or LocalPostgresException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return 0;
        }
    }

    /// <summary>Does its work in the database and ends; a host that is running meanwhile is not disturbed.</summary>
    private static async Task CreateAdminAsync(string[] args, CancellationToken cancellationToken)
    {
        var builder = HostApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        var folders = HostFolders.Of(builder);
        await using var database = await HostDatabase.OpenAsync(builder.Configuration, folders, cancellationToken);
        await using var app = HostApplication.Build(builder, database.ConnectionString, folders);
        await app.MigrateAsync(cancellationToken);
        await CreateAdminCommand.RunAsync(app.Services, app.Configuration, Console.Out, cancellationToken);
    }

    private static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var builder = HostApplication.CreateBuilder(args);
        var folders = HostFolders.Of(builder);
        await OwnPorts.RequireFreeAsync(builder.Configuration, cancellationToken);
        // Both end after the application: its engine still records in the one what it still sends to the other.
        await using var weChat = await SimulatorProcess.StartIfWantedAsync(builder, cancellationToken);
        await using var database = await HostDatabase.OpenAsync(builder.Configuration, folders, cancellationToken);
        await using var app = HostApplication.Build(builder, database.ConnectionString, folders);
        await app.MigrateAsync(cancellationToken);
        await app.SeedDemoAsync(cancellationToken);
        await app.StartAsync(cancellationToken);
        await app.ConnectDemoPushAsync(weChat?.Address, cancellationToken);
        Welcome.Print(app, database, weChat);
        await app.WaitForShutdownAsync(CancellationToken.None);
    }
}
