using Npgsql;
using WeChatNotifications.LocalPostgres;

namespace WeChatNotifications.Testing;

/// <summary>
/// The one PostgreSQL server of a test process: a throw-away cluster, started when it is first asked for and stopped when the
/// process ends. Each test takes a <see cref="TestDatabase"/> of its own on it.
/// </summary>
public static class PostgresServer
{
    private static readonly Lazy<Task<LocalPostgresServer>> Running = new(StartAsync);

    /// <summary>The server. The first call starts it, which takes a second or two (a minute on a machine that has to fetch the programs).</summary>
    /// <exception cref="LocalPostgresException">It does not start; the message says why.</exception>
    public static Task<LocalPostgresServer> GetAsync() => Running.Value;

    /// <summary>Runs statements in a database of the server, outside of any transaction and of any connection pool.</summary>
    internal static async Task ExecuteAsync(string database, string sql)
    {
        var server = await GetAsync();
        var unpooled = new NpgsqlConnectionStringBuilder(server.ConnectionString(database)) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<LocalPostgresServer> StartAsync()
    {
        var server = await LocalPostgresServer.StartAsync(new LocalPostgresOptions { Mode = LocalPostgresMode.Throwaway });

        // No test framework has a hook that every kind of test process runs. A process that is killed leaves the cluster to the
        // next throw-away start, which sweeps.
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            NpgsqlConnection.ClearAllPools();
            server.StopAsync().Wait(TimeSpan.FromSeconds(30));
        };
        return server;
    }
}
