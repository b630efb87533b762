using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using WeChatNotifications.LocalPostgres;

namespace WeChatNotifications.Benchmarks.Broadcasts;

/// <summary>A PostgreSQL server that keeps what it has committed, and comes back at the same port after it was killed.</summary>
internal sealed class KillableDatabase : IAsyncDisposable
{
    private readonly LocalPostgresOptions _options;
    private LocalPostgresServer _server;
    private int _databases;

    private KillableDatabase(LocalPostgresOptions options, LocalPostgresServer server) => (_options, _server) = (options, server);

    public static async Task<KillableDatabase> StartAsync(CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var options = new LocalPostgresOptions
        {
            Mode = LocalPostgresMode.Durable,
            DataFolder = Directory.CreateTempSubdirectory("wechat-broadcast-").FullName,
            Port = port,
            Settings = { ["shared_buffers"] = "512MB", ["max_wal_size"] = "4GB" },
        };
        return new KillableDatabase(options, await LocalPostgresServer.StartAsync(options, cancellationToken: cancellationToken));
    }

    /// <summary>An empty database. The connection string holds the password.</summary>
    public async Task<string> CreateAsync(CancellationToken cancellationToken)
    {
        var name = $"broadcast_{++_databases}";
        await _server.EnsureDatabaseAsync(name, cancellationToken);
        return _server.ConnectionString(name);
    }

    /// <summary>Kills the server's main process as a power cut would, waits, and starts it again.</summary>
    public async Task KillAndStartAsync(TimeSpan away, CancellationToken cancellationToken)
    {
        using (var process = Process.GetProcessById(_server.ProcessId))
        {
            process.Kill();
            await process.WaitForExitAsync(cancellationToken);
        }

        await Task.Delay(away, cancellationToken);
        var dead = _server;
        _server = await LocalPostgresServer.StartAsync(_options, cancellationToken: cancellationToken);
        await dead.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _server.DisposeAsync();
        try
        {
            Directory.Delete(_server.Folder, recursive: true);
        }
        catch (IOException)
        {
            // Below the temporary folder; a leftover harms nobody.
        }
    }
}
