using WeChatNotifications.LocalPostgres;

namespace WeChatNotifications.Host.Startup;

/// <summary>The database: the one that <c>ConnectionStrings:Default</c> names, or else a PostgreSQL of the host's own.</summary>
internal sealed class HostDatabase : IAsyncDisposable
{
    public const string ConnectionStringName = "Default";

    private const string OwnDatabase = "wechat_notifications";

    private readonly LocalPostgresServer? _own;

    private HostDatabase(string connectionString, string description, LocalPostgresServer? own)
        => (ConnectionString, Description, _own) = (connectionString, description, own);

    public string ConnectionString { get; }

    /// <summary>For people; without the password.</summary>
    public string Description { get; }

    /// <exception cref="LocalPostgresException">The host's own server cannot be set up or started; the message says what to do.</exception>
    public static async Task<HostDatabase> OpenAsync(IConfiguration configuration, HostFolders folders, CancellationToken cancellationToken)
    {
        if (configuration.GetConnectionString(ConnectionStringName) is { Length: > 0 } configured)
        {
            return new(configured, $"ConnectionStrings:{ConnectionStringName}", null);
        }

        var server = await LocalPostgresServer.StartAsync(
            new() { DataFolder = folders.Postgres, Mode = LocalPostgresMode.Durable }, Console.WriteLine, cancellationToken);
        try
        {
            await server.EnsureDatabaseAsync(OwnDatabase, cancellationToken);
            return new(server.ConnectionString(OwnDatabase), $"PostgreSQL of its own, port {server.Port}, in {server.Folder}", server);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }
}
