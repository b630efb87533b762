using Npgsql;

namespace WeChatNotifications.LocalPostgres.Tests;

/// <summary>What a server on a fresh folder is like; one serves all of these tests.</summary>
public sealed class FreshServerTests(FreshServer fresh) : IClassFixture<FreshServer>
{
    private readonly LocalPostgresServer _server = fresh.Server;

    [Fact]
    public async Task It_listens_on_loopback_only_and_speaks_all_of_Unicode()
    {
        (await _server.QueryAsync<string>("show listen_addresses")).ShouldBe("127.0.0.1");
        (await _server.QueryAsync<string>("show unix_socket_directories")).ShouldBeEmpty();
        (await _server.QueryAsync<string>("show server_encoding")).ShouldBe("UTF8");
        (await _server.QueryAsync<string>("show server_version")).ShouldStartWith(PostgresPackage.MajorVersion);
        (await _server.QueryAsync<string>("select upper('éж')")).ShouldBe("ÉЖ");
        (await _server.QueryAsync<int>("select inet_server_port()")).ShouldBe(_server.Port);
    }

    [Fact]
    public async Task Nobody_gets_in_without_the_password_which_only_the_owner_can_read()
    {
        var builder = new NpgsqlConnectionStringBuilder(_server.ConnectionString("postgres")) { Password = "postgres", Pooling = false };

        await using var connection = new NpgsqlConnection(builder.ConnectionString);
        (await Should.ThrowAsync<PostgresException>(() => connection.OpenAsync())).SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(new ClusterFolder(_server.Folder).Password).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_database_name_may_hold_any_character_and_be_asked_for_by_many_at_once()
    {
        const string Name = "商城 \"x\"; drop";

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _server.EnsureDatabaseAsync(Name)));

        (await _server.QueryAsync<string>("select current_database()::text", Name)).ShouldBe(Name);
    }
}

public sealed class FreshServer : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    public LocalPostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await _folder.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _folder.DisposeAsync();
    }
}
