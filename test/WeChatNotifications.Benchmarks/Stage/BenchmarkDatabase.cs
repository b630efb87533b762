using Npgsql;
using WeChatNotifications.LocalPostgres;

namespace WeChatNotifications.Benchmarks.Stage;

/// <summary>A PostgreSQL server for one run, as durable as one in production: a committed message survives a power cut.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private static readonly string[] Shown = ["fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_wal_size"];

    private readonly LocalPostgresServer _server;
    private int _databases;

    private BenchmarkDatabase(LocalPostgresServer server, string version, IReadOnlyDictionary<string, string> settings)
        => (_server, Version, Settings) = (server, version, settings);

    public int ProcessId => _server.ProcessId;

    public string Version { get; }

    /// <summary>What the running server says of itself, not what was asked for.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    public static async Task<BenchmarkDatabase> StartAsync(CancellationToken cancellationToken)
    {
        var options = new LocalPostgresOptions
        {
            Mode = LocalPostgresMode.Throwaway,
            Settings =
            {
                ["fsync"] = "on",
                ["synchronous_commit"] = "on",
                ["full_page_writes"] = "on",
                ["shared_buffers"] = "512MB",
                ["max_wal_size"] = "4GB",
            },
        };
        var server = await LocalPostgresServer.StartAsync(options, cancellationToken: cancellationToken);
        try
        {
            await using var connection = new NpgsqlConnection(server.ConnectionString("postgres"));
            await connection.OpenAsync(cancellationToken);
            var settings = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var name in Shown)
            {
                await using var show = new NpgsqlCommand("select current_setting($1)", connection) { Parameters = { new() { Value = name } } };
                settings[name] = (string)(await show.ExecuteScalarAsync(cancellationToken))!;
            }

            return new BenchmarkDatabase(server, connection.PostgreSqlVersion.ToString(), settings);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>An empty database, so that no measurement works on the rows of another.</summary>
    /// <param name="options">Added to the connection string.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How to reach it; holds the password.</returns>
    public async Task<string> CreateAsync(string? options, CancellationToken cancellationToken)
    {
        var name = $"benchmark_{++_databases}";
        await _server.EnsureDatabaseAsync(name, cancellationToken);
        return $"{_server.ConnectionString(name)};{options}";
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _server.DisposeAsync();
    }
}
