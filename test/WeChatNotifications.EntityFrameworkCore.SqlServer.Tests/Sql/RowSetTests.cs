using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Support;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Sql;

/// <summary>How rows travel: the same values as JSON and as a bulk copy, at the places that the statement reads.</summary>
public sealed class RowSetTests : IAsyncDisposable
{
    private readonly RecordedWorld _world = new();
    private readonly Inserts<DeliveryLog> _inserts;
    private readonly DeliveryLog _delivery = (DeliveryLog)new Arguments(0).Make(typeof(DeliveryLog), "delivery", 0)!;

    public RowSetTests()
    {
        using var scope = _world.Provider.CreateScope();
        _inserts = Inserts<DeliveryLog>.For(scope.ServiceProvider.GetRequiredService<WeChatNotificationsDbContext>().Model);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public void Each_value_stands_where_the_statement_looks_for_it()
    {
        var row = Row();

        for (var i = 0; i < _inserts.Rows.Columns.Count; i++)
        {
            var column = _inserts.Rows.Columns[i];
            _inserts.Rows.Source.ShouldContain($"{column.Alias} {column.Column.Type} '$[{i}]'");
            Text(column.Value(_delivery)).ShouldBe(Text(row[i]), column.Alias);
        }
    }

    [Fact]
    public void All_columns_of_the_table_travel_so_that_a_new_one_cannot_be_forgotten()
        => _inserts.Rows.Columns.Select(c => c.Alias).ShouldBe(_inserts.Table.Columns.Select(c => c.Name));

    [Fact]
    public void Ids_travel_as_the_database_keeps_them()
        => Row()[Place(nameof(DeliveryLog.Id))].GetGuid().ShouldBe(SqlServerGuids.ToStored(_delivery.Id));

    [Fact]
    public void A_moment_keeps_every_tick()
    {
        var ticks = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);
        var set = new RowSet<DateTimeOffset>([RowColumn<DateTimeOffset>.Of(_inserts.Table.Column(nameof(DeliveryLog.NotBefore)), m => m)]);

        // In UTC, wherever it comes from.
        set.ToJson([ticks.ToOffset(TimeSpan.FromHours(8))]).ShouldBe("""[["2026-11-21T10:00:00.1234567+00:00"]]""");
    }

    [Theory]
    [InlineData("龙井茶 \"好\" <b>&'\\")]
    [InlineData("👨‍👩‍👧‍👦\n\t")]
    [InlineData("")]
    public void Text_travels_as_it_is(string text)
    {
        var set = new RowSet<string>([RowColumn<string>.Of(_inserts.Table.Column(nameof(DeliveryLog.Data)), t => t)]);

        JsonDocument.Parse(set.ToJson([text])).RootElement[0][0].GetString().ShouldBe(text);
        set.ToTable([text]).Rows[0][0].ShouldBe(text);
    }

    [Fact]
    public void A_bulk_copy_takes_the_same_values()
    {
        var table = _inserts.Rows.ToTable([_delivery]);

        table.Rows.Count.ShouldBe(1);
        for (var i = 0; i < _inserts.Rows.Columns.Count; i++)
        {
            table.Rows[0][i].ShouldBe(_inserts.Rows.Columns[i].Value(_delivery) ?? DBNull.Value, _inserts.Rows.Columns[i].Alias);
        }
    }

    [Fact]
    public void A_table_of_the_session_compares_text_as_the_real_one()
        => _inserts.Rows.CreateTable("#t").ShouldContain("[DedupKey] nvarchar(329) COLLATE Latin1_General_100_BIN2 NULL");

    private int Place(string property) => _inserts.Rows.Columns.Select(c => c.Column.Property).ToList().IndexOf(property);

    private JsonElement Row() => JsonDocument.Parse(_inserts.Rows.ToJson([_delivery])).RootElement[0];

    private static string? Text(object? value) => value switch
    {
        JsonElement { ValueKind: JsonValueKind.Null } => null,
        JsonElement { ValueKind: JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number } json => json.GetRawText().ToLowerInvariant(),
        JsonElement json => DateTimeOffset.TryParseExact(json.GetString(), "yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at.ToString("O") : json.GetString(),
        DateTimeOffset at => at.ToString("O"),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
