using Microsoft.EntityFrameworkCore;
using Npgsql;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.PostgreSql;

namespace WeChatNotifications.Testing;

/// <summary>
/// A database of its own for one test or one test class, dropped on dispose. The module's migrations run once per process; every
/// database is a copy of that one, made in some 30 ms.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const string TemplateName = "migrated_template";

    private static readonly Lazy<Task> Template = new(MigrateTemplateAsync);

    private TestDatabase(string name, string connectionString) => (Name, ConnectionString) = (name, connectionString);

    /// <summary>The database's name.</summary>
    public string Name { get; }

    /// <summary>For the server's superuser. Pooled: at most 20 connections a database, so that parallel tests share the server's 200.</summary>
    public string ConnectionString { get; }

    /// <summary>Creates a database that holds the module's tables and no rows.</summary>
    public static async Task<TestDatabase> CreateAsync()
    {
        await Template.Value;
        return await CreateAsync($"TEMPLATE {TemplateName}");
    }

    /// <summary>Creates a database without any table, for tests of the migrations themselves.</summary>
    public static Task<TestDatabase> CreateEmptyAsync() => CreateAsync("");

    /// <summary>Runs SQL, returning how many rows it changed.</summary>
    /// <param name="sql">One or more statements; parameters as <c>$1</c>, <c>$2</c> when there is only one.</param>
    /// <param name="parameters">Their values.</param>
    public async Task<int> ExecuteAsync(string sql, params object[] parameters)
    {
        await using var connection = await OpenAsync();
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs a query and returns its first column.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, params object[] parameters)
    {
        await using var connection = await OpenAsync();
        await using var command = Command(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await reader.ReadAsync())
        {
            values.Add(await reader.GetFieldValueAsync<T>(0));
        }

        return values;
    }

    /// <summary>Opens a connection, for tests that speak ADO.NET themselves.</summary>
    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Drops the database, whoever is still connected to it.</summary>
    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        await PostgresServer.ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
    }

    private static async Task<TestDatabase> CreateAsync(string template)
    {
        var name = $"test_{Guid.NewGuid():N}";
        await PostgresServer.ExecuteAsync("postgres", $"CREATE DATABASE {name} {template}");
        var server = await PostgresServer.GetAsync();
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString(name)) { MaxPoolSize = 20, IncludeErrorDetail = true };
        return new TestDatabase(name, connection.ConnectionString);
    }

    private static async Task MigrateTemplateAsync()
    {
        var server = await PostgresServer.GetAsync();
        await server.EnsureDatabaseAsync(TemplateName);

        // A template must have no visitors while it is copied: no pool that keeps connections.
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString(TemplateName)) { Pooling = false };
        var options = new DbContextOptionsBuilder<WeChatNotificationsDbContext>().UseNpgsql(connection.ConnectionString, npgsql => npgsql.UseModuleMigrations());
        await using var context = new WeChatNotificationsDbContext(options.Options, new TestTenant());
        await context.Database.MigrateAsync();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
