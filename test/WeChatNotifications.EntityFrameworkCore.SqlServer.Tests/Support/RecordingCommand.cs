using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.SqlClient;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Support;

/// <summary>A command that is noted instead of sent.</summary>
internal sealed class RecordingCommand(RecordingConnection connection) : DbCommand
{
    /// <summary>SqlClient's own collection, so that EF Core sets up parameters as it does for SQL Server.</summary>
    private readonly SqlCommand _parameters = new();

    [AllowNull]
    public override string CommandText { get; set; } = "";

    public override int CommandTimeout { get; set; } = 30;

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; } = connection;

    protected override DbParameterCollection DbParameterCollection => _parameters.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel()
    {
    }

    public override int ExecuteNonQuery()
    {
        Note();
        return connection.AnswersOne ? 1 : 0;
    }

    public override object? ExecuteScalar()
    {
        Note();
        return connection.AnswersOne ? 1 : null;
    }

    public override void Prepare()
    {
    }

    protected override DbParameter CreateDbParameter() => new SqlParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        Note();
        return new RecordingReader(connection.AnswersOne ? 1 : 0, connection.KnowsNothing);
    }

    protected override void Dispose(bool disposing)
    {
        _parameters.Dispose();
        base.Dispose(disposing);
    }

    private void Note()
    {
        if (!connection.IsOpen)
        {
            throw new InvalidOperationException("The connection is closed.");
        }

        if ((DbTransaction is null) != (connection.OpenTransactions == 0))
        {
            // As SqlClient has it: a command without the transaction that is running on its connection is refused.
            throw new InvalidOperationException("The command has another transaction than the connection.");
        }

        connection.Note(new RecordedCommand(
            CommandText,
            _parameters.Parameters.Cast<SqlParameter>().ToDictionary(p => p.ParameterName.TrimStart('@'), p => p.Value is DBNull ? null : p.Value, StringComparer.OrdinalIgnoreCase),
            DbTransaction is not null));
    }
}

/// <summary>No rows, or one in which every value is the plainest of its type.</summary>
internal sealed class RecordingReader(int rows, bool knowsNothing) : DbDataReader
{
    private static readonly Guid Id = Guid.Parse("01990000-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset Moment = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);
    private readonly int _rows = rows;
    private int _left = rows;

    public override int Depth => 0;

    public override int FieldCount => 100;

    public override bool HasRows => _rows > 0;

    public override bool IsClosed => false;

    public override int RecordsAffected => _rows;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(0);

    public override bool Read() => _left-- > 0;

    public override bool NextResult()
    {
        // A save of several rows asks for one result each.
        _left = _rows;
        return false;
    }

    public override bool GetBoolean(int ordinal) => true;

    public override byte GetByte(int ordinal) => 1;

    public override char GetChar(int ordinal) => 'x';

    public override DateTime GetDateTime(int ordinal) => Moment.UtcDateTime;

    public override decimal GetDecimal(int ordinal) => 1;

    public override double GetDouble(int ordinal) => 1;

    public override float GetFloat(int ordinal) => 1;

    public override Guid GetGuid(int ordinal) => Id;

    public override short GetInt16(int ordinal) => 1;

    public override int GetInt32(int ordinal) => 1;

    public override long GetInt64(int ordinal) => 1;

    /// <summary>JSON lists are texts to the database.</summary>
    public override string GetString(int ordinal) => "[]";

    public override T GetFieldValue<T>(int ordinal) => (T)(typeof(T) == typeof(DateTimeOffset) ? Moment
        : typeof(T) == typeof(TimeSpan) ? (object)TimeSpan.FromMinutes(1)
        : typeof(T) == typeof(TimeOnly) ? new TimeOnly(8, 0)
        : throw new NotSupportedException(typeof(T).Name));

    public override object GetValue(int ordinal) => throw new NotSupportedException("A type is needed to answer.");

    public override bool IsDBNull(int ordinal) => knowsNothing;

    /// <summary>Only FromSql asks, for the columns of deliveries.</summary>
    public override string GetName(int ordinal) => Names is { } names && ordinal < names.Count ? names[ordinal] : "column" + ordinal;

    public static IReadOnlyList<string>? Names { get; set; }

    public override int GetOrdinal(string name) => 0;

    public override int GetValues(object[] values) => throw new NotSupportedException();

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override string GetDataTypeName(int ordinal) => "int";

    public override Type GetFieldType(int ordinal) => typeof(int);

    public override IEnumerator GetEnumerator() => throw new NotSupportedException();
}
