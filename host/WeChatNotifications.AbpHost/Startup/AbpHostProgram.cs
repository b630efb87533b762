using Microsoft.AspNetCore.Connections;
using WeChatNotifications.AbpHost.Demo;
using WeChatNotifications.Host.Startup;
using WeChatNotifications.LocalPostgres;

namespace WeChatNotifications.AbpHost.Startup;

/// <summary>The host's life: database, simulated WeChat, migrations, demonstration data, serving; and all of it back again.</summary>
internal static class AbpHostProgram
{
    /// <returns>The exit code: 0 after an orderly end, 1 when it could not start.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        using var signals = new StopSignals();
        try
        {
            await RunAsync(args, signals.Token);
            return 0;
        }
        catch (Exception exception) when (exception is StartupException or LocalPostgresException || (exception as IOException)?.InnerException is AddressInUseException)
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
        var builder = AbpHostApplication.CreateBuilder(args);
        var folders = HostFolders.Of(builder);
        await OwnPorts.RequireFreeAsync(builder.Configuration, cancellationToken);
        // Both end after the application: its engine still records in the one what it still sends to the other.
        await using var weChat = await SimulatorProcess.StartIfWantedAsync(builder, cancellationToken);
        await using var database = await HostDatabase.OpenAsync(builder.Configuration, folders with { Data = Path.Combine(folders.Data, "abp") }, cancellationToken);
        builder.Configuration[$"ConnectionStrings:{HostDatabase.ConnectionStringName}"] = database.ConnectionString;
        await AbpHostApplication.AddModulesAsync(builder);
        await using var app = builder.Build();
        await app.MigrateAsync(cancellationToken);
        await app.InitializeApplicationAsync();
        await app.SeedDemoAsync(cancellationToken);
        await app.StartAsync(cancellationToken);
        await app.ConnectDemoPushAsync(weChat, cancellationToken);
        Welcome.Print(app, database, weChat);
        await app.WaitForShutdownAsync(CancellationToken.None);
    }
}
