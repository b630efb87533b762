using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.SqlServer;
using WeChatNotifications.Testing;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Support;

/// <summary>A database of its own on the server that <c>WECHAT_TEST_SQLSERVER</c> names, dropped on dispose.</summary>
internal sealed partial class SqlServerDatabase : IAsyncDisposable
{
    /// <summary>A connection string whose user may create databases.</summary>
    public const string Variable = "WECHAT_TEST_SQLSERVER";

    private SqlServerDatabase(string connectionString) => ConnectionString = connectionString;

    public string ConnectionString { get; }

    public static async Task<SqlServerDatabase> CreateAsync()
    {
        var server = Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException($"{Variable} names no server.");
        var connection = new SqlConnectionStringBuilder(server) { InitialCatalog = $"wechat_test_{Guid.NewGuid():N}" };
        var options = new DbContextOptionsBuilder<WeChatNotificationsDbContext>().UseSqlServer(connection.ConnectionString, s => s.UseModuleMigrations());
        await using var context = new WeChatNotificationsDbContext(options.Options, new TestTenant());
        await context.Database.MigrateAsync();
        return new SqlServerDatabase(connection.ConnectionString);
    }

    /// <summary>Runs SQL, returning how many rows it changed. Skips the test when it is PostgreSQL's own.</summary>
    public async Task<int> ExecuteAsync(string sql, params object[] parameters)
    {
        await using var connection = new SqlConnection(ConnectionString);
        await using var command = await OpenAsync(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs a query and returns its first column.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, params object[] parameters)
    {
        await using var connection = new SqlConnection(ConnectionString);
        await using var command = await OpenAsync(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await reader.ReadAsync())
        {
            var value = reader.GetValue(0);
            values.Add(value is T same ? same : (T)Convert.ChangeType(value, typeof(T), CultureInfo.InvariantCulture));
        }

        return values;
    }

    public async ValueTask DisposeAsync()
    {
        var connection = new SqlConnectionStringBuilder(ConnectionString);
        var name = connection.InitialCatalog;
        connection.InitialCatalog = "master";
        connection.Pooling = false;
        await using var master = new SqlConnection(connection.ConnectionString);
        await master.OpenAsync();
        await using var drop = new SqlCommand($"ALTER DATABASE [{name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{name}]", master);
        await drop.ExecuteNonQueryAsync();
    }

    private static async Task<SqlCommand> OpenAsync(SqlConnection connection, string sql, object[] parameters)
    {
        Assert.SkipWhen(OfPostgreSql().IsMatch(sql), "The test prepares its rows in PostgreSQL's own SQL.");
        await connection.OpenAsync();
        var command = new SqlCommand(Place().Replace(sql, "@p$1"), connection);
        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters.AddWithValue($"@p{i + 1}", parameters[i]);
        }

        return command;
    }

    [GeneratedRegex(@"generate_series|::|json|uuid|interval|analyze|= any", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OfPostgreSql();

    [GeneratedRegex(@"\$(\d+)", RegexOptions.None, 1000)]
    private static partial Regex Place();
}
