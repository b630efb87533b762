using System.Data;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;

/// <summary>One value of each row that travels to the database.</summary>
/// <param name="Column">What it is compared with, or written to.</param>
/// <param name="Value">The value as the database keeps it.</param>
/// <param name="Alias">Quoted name under which a statement knows it.</param>
/// <typeparam name="TRow">The rows.</typeparam>
internal sealed record RowColumn<TRow>(SqlServerColumn Column, Func<TRow, object?> Value, string Alias)
{
    /// <summary>The value of a property of the row itself.</summary>
    public static RowColumn<TRow> Of(SqlServerColumn column) => new(column, row => column.ValueOf(row!), column.Name);

    /// <summary>A value that the row's owner computes.</summary>
    public static RowColumn<TRow> Of(SqlServerColumn column, Func<TRow, object?> value) => new(column, row => column.Stored(value(row)), column.Name);
}

/// <summary>
/// Many rows in one statement. As JSON in a parameter they need one round trip; a table of the session takes more of those, and is faster for
/// thousands of rows.
/// </summary>
/// <typeparam name="TRow">The rows.</typeparam>
internal sealed class RowSet<TRow>(IReadOnlyList<RowColumn<TRow>> columns)
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public IReadOnlyList<RowColumn<TRow>> Columns { get; } = columns;

    /// <summary>What stands behind FROM for rows in the parameter <c>@rows</c>.</summary>
    public string Source { get; } =
        $"OPENJSON(@rows) WITH ({string.Join(", ", columns.Select((c, i) => $"{c.Alias} {c.Column.Type} '$[{i}]'"))})";

    /// <summary>Makes a table of the session with these columns. Its text is compared as in the table that it goes to, not as in tempdb.</summary>
    /// <param name="table">Its name, with the <c>#</c>.</param>
    public string CreateTable(string table)
        => $"CREATE TABLE {table} ({string.Join(", ", Columns.Select(c => $"{c.Alias} {c.Column.Type}{c.Column.Collate} NULL"))})";

    /// <summary>The rows as JSON: an array of arrays, in the order of the columns.</summary>
    public string ToJson(IEnumerable<TRow> rows)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                json.WriteStartArray();
                foreach (var column in Columns)
                {
                    Write(json, column.Value(row));
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>The rows for a bulk copy.</summary>
    public DataTable ToTable(IEnumerable<TRow> rows)
    {
        var table = new DataTable { Locale = System.Globalization.CultureInfo.InvariantCulture };
        foreach (var column in Columns)
        {
            table.Columns.Add(column.Alias, ClrTypeOf(column.Column.Type));
        }

        table.BeginLoadData();
        foreach (var row in rows)
        {
            table.LoadDataRow([.. Columns.Select(c => c.Value(row) ?? DBNull.Value)], fAcceptChanges: true);
        }

        table.EndLoadData();
        return table;
    }

    private static Type ClrTypeOf(string type) => type.Split('(')[0] switch
    {
        "uniqueidentifier" => typeof(Guid),
        "datetimeoffset" => typeof(DateTimeOffset),
        "int" => typeof(int),
        "bigint" => typeof(long),
        "bit" => typeof(bool),
        "float" => typeof(double),
        "nvarchar" => typeof(string),
        _ => throw new NotSupportedException($"No row has had a value of the type {type} yet."),
    };

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case Guid id:
                json.WriteStringValue(id);
                break;
            case DateTimeOffset moment:
                // Written out, because the writer would leave zeros out; datetimeoffset keeps as many digits as .NET.
                json.WriteStringValue(moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", System.Globalization.CultureInfo.InvariantCulture));
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            default:
                throw new NotSupportedException($"No row has had a {value.GetType()} yet.");
        }
    }
}
