using System.Diagnostics;
using Npgsql;
using WeChatNotifications.LocalPostgres;

namespace WeChatNotifications.Reliability.Stage;

/// <summary>A PostgreSQL server that keeps what it has committed, and comes back at the same port after it was killed.</summary>
internal sealed class KillableDatabase : IAsyncDisposable
{
    public const string Name = "reliability";

    private readonly LocalPostgresOptions _options;
    private readonly SmallDisk? _disk;
    private LocalPostgresServer _server;

    private KillableDatabase(LocalPostgresOptions options, LocalPostgresServer server, SmallDisk? disk) => (_options, _server, _disk) = (options, server, disk);

    public int Port => _server.Port;

    /// <summary>The disk of its own that can be filled up; null where none could be mounted.</summary>
    public SmallDisk? Disk => _disk;

    /// <summary>Straight to the server. Holds the password.</summary>
    public string ConnectionString => _server.ConnectionString(Name);

    /// <param name="disk">Where the cluster lies; null for the temporary folder.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<KillableDatabase> StartAsync(SmallDisk? disk, CancellationToken cancellationToken)
    {
        var options = new LocalPostgresOptions
        {
            Mode = LocalPostgresMode.Durable,
            DataFolder = disk?.Folder ?? Directory.CreateTempSubdirectory("wechat-reliability-").FullName,
            Port = Ports.Free(),
            // A small log, so that a small disk holds it.
            Settings = { ["shared_buffers"] = "128MB", ["max_wal_size"] = "128MB", ["min_wal_size"] = "64MB", ["log_min_messages"] = "fatal" },
        };
        var server = await LocalPostgresServer.StartAsync(options, cancellationToken: cancellationToken);
        await server.EnsureDatabaseAsync(Name, cancellationToken);
        return new KillableDatabase(options, server, disk);
    }

    /// <summary>The same database through a wire that listens at another port.</summary>
    public string ConnectionStringVia(int port) => new NpgsqlConnectionStringBuilder(ConnectionString) { Port = port, Timeout = 5, CommandTimeout = 10 }.ConnectionString;

    /// <summary>Whether it answers.</summary>
    public async Task<bool> IsUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            _ = await ExecuteAsync("SELECT 1", cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    /// <summary>Runs a statement over a connection of its own.</summary>
    /// <returns>The first value.</returns>
    public async Task<object?> ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, Timeout = 5 }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Kills the server's main process as a power cut would, waits, and starts it again.</summary>
    public async Task KillAndStartAsync(TimeSpan away, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.GetProcessById(_server.ProcessId);
            process.Kill();
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (ArgumentException)
        {
            // It has ended by itself: with its disk full, for example.
        }

        await Task.Delay(away, cancellationToken);
        await StartAgainAsync(cancellationToken);
    }

    /// <summary>Starts it, or joins it where it still runs.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
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

        if (_disk is not null)
        {
            await _disk.DisposeAsync();
        }
    }
}
