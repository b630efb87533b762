using Npgsql;
using WeChatNotifications.Testing;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Testing;

/// <summary>The ground that all other tests stand on.</summary>
public sealed class TestDatabaseTests
{
    [Fact]
    public async Task Each_database_is_migrated_and_apart_from_the_others()
    {
        await using var one = await TestDatabase.CreateAsync();
        await using var other = await TestDatabase.CreateAsync();

        await one.ExecuteAsync("""insert into "WeChatLeases" values ('a', gen_random_uuid(), now())""");

        (await one.QueryAsync<string>("""select "Name" from "WeChatLeases" """)).ShouldBe(["a"]);
        (await other.QueryAsync<string>("""select "Name" from "WeChatLeases" """)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_disposed_database_is_gone_even_while_somebody_is_connected()
    {
        var database = await TestDatabase.CreateAsync();
        await using var connection = await database.OpenAsync();

        await database.DisposeAsync();

        await using var again = new NpgsqlConnection(database.ConnectionString);
        (await Should.ThrowAsync<PostgresException>(() => again.OpenAsync())).SqlState.ShouldBe(PostgresErrorCodes.InvalidCatalogName);
    }

    [Fact]
    public async Task Many_databases_are_made_at_once()
    {
        var databases = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => TestDatabase.CreateAsync()));

        databases.Select(d => d.Name).Distinct().Count().ShouldBe(6);
        await Task.WhenAll(databases.Select(d => d.DisposeAsync().AsTask()));
    }
}
