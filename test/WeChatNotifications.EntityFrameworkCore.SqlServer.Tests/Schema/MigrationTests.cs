using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Support;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Schema;

/// <summary>What SQL Server would be told to make, held against the limits that its documentation names.</summary>
public sealed partial class MigrationTests : IAsyncDisposable
{
    /// <summary>Bytes of a clustered key and of any other index.</summary>
    private const int MostOfPrimaryKey = 900, MostOfIndex = 1700;

    private readonly RecordedWorld _world = new();
    private readonly AsyncServiceScope _scope;
    private readonly WeChatNotificationsDbContext _context;

    public MigrationTests()
    {
        _scope = _world.Scope();
        _context = _scope.ServiceProvider.GetRequiredService<WeChatNotificationsDbContext>();
    }

    private IEnumerable<IEntityType> Entities => _context.GetService<IDesignTimeModel>().Model.GetEntityTypes();

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public void Model_and_migrations_agree()
        => _context.Database.HasPendingModelChanges().ShouldBeFalse("the model has changed: eng/WeChatNotifications.SqlServer.Migrations/regenerate.sh, or a further migration");

    [Fact]
    public void The_migrations_make_what_the_model_says()
    {
        var migrations = Statements(_context.GetService<IMigrator>().GenerateScript());
        var model = Statements(_context.Database.GenerateCreateScript());

        // The history of the migrations is their own.
        migrations.Where(s => !s.Contains(WeChatNotificationsSqlServerServices.MigrationsTable, StringComparison.Ordinal) && s is not "BEGIN TRANSACTION;" and not "COMMIT;")
            .ShouldBe(model, ignoreOrder: true);
        model.Count(s => s.StartsWith("CREATE TABLE", StringComparison.Ordinal)).ShouldBe(Entities.Count());
    }

    [Fact]
    public void Scripts_may_be_run_twice()
        => _context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent).ShouldContain("IF NOT EXISTS");

    [Fact]
    public void Every_statement_of_the_migrations_is_made_of_whole_words_and_closes_what_it_opens()
    {
        var sql = new TSql(_context.Model);
        foreach (var statement in Statements(_context.GetService<IMigrator>().GenerateScript()).Where(s => s is not "BEGIN TRANSACTION;" and not "COMMIT;"))
        {
            sql.FaultsOf(new RecordedCommand(statement, new Dictionary<string, object?>(), IsInTransaction: false)).ShouldBeEmpty(statement);
        }
    }

    [Fact]
    public void Names_have_at_most_128_characters()
        => Entities.SelectMany(e => e.GetIndexes().Select(i => i.GetDatabaseName()!)
                .Concat(e.GetKeys().Select(k => k.GetName()!)).Concat(e.GetForeignKeys().Select(f => f.GetConstraintName()!))
                .Concat(e.GetProperties().Select(p => p.GetColumnName())).Append(e.GetTableName()!))
            .ShouldAllBe(name => name.Length <= 128);

    [Fact]
    public void No_index_may_hold_a_row_that_is_too_long_for_it()
    {
        var keys = Entities.SelectMany(e => e.GetKeys().Select(k => (Name: k.GetName()!, Bytes: k.Properties.Sum(BytesOf), Most: MostOfPrimaryKey)));
        var indexes = Entities.SelectMany(e => e.GetIndexes().Select(i => (Name: i.GetDatabaseName()!, Bytes: i.Properties.Sum(BytesOf), Most: MostOfIndex)));

        keys.Concat(indexes).Where(i => i.Bytes > i.Most).ShouldBeEmpty();
    }

    [Fact]
    public void Text_is_compared_by_its_characters_everywhere()
    {
        var texts = Entities.SelectMany(e => e.GetProperties()).Where(p => p.GetColumnType().StartsWith("nvarchar", StringComparison.Ordinal)).ToList();

        texts.Count.ShouldBeGreaterThan(80);
        texts.ShouldAllBe(p => p.GetCollation() == SqlServerModel.Collation);
        CreateColumn().Count(_context.Database.GenerateCreateScript()).ShouldBe(texts.Count);
    }

    [Fact]
    public void Ids_stand_in_their_stored_order_and_tenants_as_the_host_has_them()
    {
        var ids = Entities.SelectMany(e => e.GetProperties()).Where(p => (Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType) == typeof(Guid)).ToLookup(p => p.Name == "TenantId");

        ids[true].ShouldAllBe(p => p.GetValueConverter() == null);
        ids[false].ShouldAllBe(p => p.GetValueConverter() == SqlServerGuids.Converter);
    }

    [Fact]
    public void A_unique_key_holds_for_the_hosts_own_rows_too()
    {
        // Left to itself EF Core adds "[TenantId] IS NOT NULL", and the host could have two templates of one name.
        Entities.SelectMany(e => e.GetIndexes()).Where(i => i.IsUnique && i.GetFilter() is { } filter && filter.Contains("TenantId", StringComparison.Ordinal)).ShouldBeEmpty();
        _context.Database.GenerateCreateScript().ShouldContain("CREATE UNIQUE INDEX [IX_WeChatMessageTemplates_TenantId_Name] ON [WeChatMessageTemplates] ([TenantId], [Name]);");
    }

    [Fact]
    public void Filters_of_indexes_are_such_as_SQL_Server_knows()
    {
        // Comparisons with constants, tied by AND: no OR, no NOT IN, no function (CREATE INDEX, "filter_predicate").
        var filters = Entities.SelectMany(e => e.GetIndexes()).Select(i => i.GetFilter()).OfType<string>().Distinct().ToList();

        filters.Count.ShouldBeGreaterThan(8);
        filters.ShouldAllBe(f => Filter().IsMatch(f));
    }

    [Fact]
    public void Moments_keep_all_that_dotnet_has()
        => Entities.SelectMany(e => e.GetProperties()).Where(p => p.GetColumnType().StartsWith("datetimeoffset", StringComparison.Ordinal))
            .ShouldAllBe(p => p.GetColumnType() == "datetimeoffset", "without a number it is datetimeoffset(7), 100 ns");

    [Fact]
    public void Tables_are_named_with_their_prefix()
        => new SqlServer.Sql.SqlServerTable(_context.Model, typeof(DeliveryLog)).Name.ShouldBe("[WeChatDeliveryLogs]");

    private static int BytesOf(IReadOnlyProperty property)
    {
        var type = property.GetColumnType()!;
        var length = Length().Match(type);
        return type.Split('(')[0] switch
        {
            "uniqueidentifier" => 16,
            "datetimeoffset" => 10,
            "int" => 4,
            "bigint" => 8,
            "bit" => 1,
            "nvarchar" => length.Success ? 2 * int.Parse(length.Value, System.Globalization.CultureInfo.InvariantCulture) : int.MaxValue / 100,
            _ => throw new NotSupportedException(type),
        };
    }

    private static List<string> Statements(string script)
        => [.. Separator().Split(script).SelectMany(batch => batch.Split(";\n\n")).Select(s => s.Trim()).Where(s => s.Length > 0)
            .SelectMany(s => s.StartsWith("BEGIN TRANSACTION;", StringComparison.Ordinal) ? ["BEGIN TRANSACTION;", s["BEGIN TRANSACTION;".Length..].Trim()] : new[] { s })
            .Where(s => s.Length > 0).Select(s => s.EndsWith(';') ? s : s + ";")];

    [GeneratedRegex(@"^GO\s*$", RegexOptions.Multiline, 1000)]
    private static partial Regex Separator();

    [GeneratedRegex(@"\d+", RegexOptions.None, 1000)]
    private static partial Regex Length();

    [GeneratedRegex(@"nvarchar\((?:\d+|max)\) COLLATE Latin1_General_100_BIN2", RegexOptions.None, 1000)]
    private static partial Regex CreateColumn();

    [GeneratedRegex(@"^(?:\[\w+\] (?:IS NOT NULL|(?:=|<>|>) -?\d+|IN \(\d+(?:, \d+)*\))(?: AND |$))+$", RegexOptions.None, 1000)]
    private static partial Regex Filter();
}
