using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.EntityFrameworkCore.PostgreSql;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Testing;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Migrations;

public sealed class MigrationTests : IAsyncLifetime
{
    private const string Tables = "select tablename::text from pg_tables where schemaname = 'public' order by 1";

    private TestDatabase _database = null!;
    private ServiceProvider _services = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateEmptyAsync();
        _services = new ServiceCollection()
            .AddSingleton<IAmbientTenant, TestTenant>()
            .AddWeChatNotificationsPostgreSql(_database.ConnectionString)
            .BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Model_and_migrations_agree()
    {
        await using var scope = _services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<WeChatNotificationsDbContext>();

        context.Database.HasPendingModelChanges().ShouldBeFalse("the model has changed: add a migration");
    }

    [Fact]
    public async Task The_table_that_is_queue_and_log_is_vacuumed_long_before_a_fifth_of_it_is_dead()
    {
        await using var scope = _services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<WeChatNotificationsDbContext>().Database.MigrateAsync();

        (await _database.QueryAsync<string>("""SELECT unnest(reloptions) FROM pg_class WHERE relname = 'WeChatDeliveryLogs' ORDER BY 1""")).ShouldBe(
            ["autovacuum_analyze_scale_factor=0.02", "autovacuum_vacuum_scale_factor=0.02", "autovacuum_vacuum_threshold=10000"], ignoreOrder: true);
    }

    [Fact]
    public async Task Each_migration_goes_up_down_to_nothing_and_up_again()
    {
        await using var scope = _services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<WeChatNotificationsDbContext>();
        var migrator = context.GetService<IMigrator>();
        var migrations = context.Database.GetMigrations().ToList();
        migrations.ShouldNotBeEmpty();

        foreach (var migration in migrations)
        {
            await migrator.MigrateAsync(migration);
        }

        var tables = await _database.QueryAsync<string>(Tables);
        tables.ShouldContain("WeChatDeliveryLogs");
        foreach (var migration in migrations.AsEnumerable().Reverse().Skip(1).Append(Migration.InitialDatabase))
        {
            await migrator.MigrateAsync(migration);
        }

        (await _database.QueryAsync<string>(Tables)).ShouldBe([WeChatNotificationsPostgreSqlServices.MigrationsTable]);
        await migrator.MigrateAsync();
        (await _database.QueryAsync<string>(Tables)).ShouldBe(tables);
        (await context.Database.GetPendingMigrationsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_nodes_may_migrate_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _services.MigrateWeChatNotificationsAsync())));

        (await _database.QueryAsync<long>($"""select count(*) from "{WeChatNotificationsPostgreSqlServices.MigrationsTable}" """))[0].ShouldBeGreaterThan(0);
    }
}
