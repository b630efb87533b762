using Npgsql;

namespace WeChatNotifications.LocalPostgres.Tests;

/// <summary>A data folder for one test; whatever runs in it at the end is stopped.</summary>
internal sealed class TestFolder(string suffix = "") : IAsyncDisposable
{
    // Differs from Path when the server's user could not reach that.
    private string? _root;

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"local-postgres-test-{Guid.NewGuid():N}{suffix}");

    /// <summary>What the server told, line by line.</summary>
    public List<string> Log { get; } = [];

    public LocalPostgresOptions Options => OptionsFor(Path);

    public static LocalPostgresOptions OptionsFor(string folder)
    {
        // Flushing is not what is tested here, and takes most of the time.
        var options = new LocalPostgresOptions { DataFolder = folder };
        options.Settings["fsync"] = "off";
        return options;
    }

    public async Task<LocalPostgresServer> StartAsync(LocalPostgresOptions? options = null)
    {
        var server = await LocalPostgresServer.StartAsync(options ?? Options, Log.Add);
        _root = server.Folder;
        return server;
    }

    /// <summary>As a first start would leave it.</summary>
    public async Task<ClusterFolder> CreateClusterAsync()
    {
        await using var server = await StartAsync();
        return new ClusterFolder(server.Folder);
    }

    public async ValueTask DisposeAsync()
    {
        var root = _root ?? Path;
        if (File.Exists(PostmasterPid.PathIn(new ClusterFolder(root).Data)))
        {
            await using var last = await LocalPostgresServer.StartAsync(Options);
        }

        foreach (var folder in new[] { Path, root }.Distinct(StringComparer.Ordinal).Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

internal static class ServerQueries
{
    public static async Task<T> QueryAsync<T>(this LocalPostgresServer server, string sql, string database = "postgres")
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString(database));
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync()).ShouldNotBeNull();
    }

    public static async Task ExecuteAsync(this LocalPostgresServer server, string sql, string database = "postgres")
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString(database));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
