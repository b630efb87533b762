using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Support;

/// <summary>
/// Stands where a connection to SQL Server would: notes every command, and answers each query with no rows, or with one of plausible values.
/// What SQL Server would say to the command it cannot know.
/// </summary>
internal sealed class RecordingConnection : DbConnection
{
    private readonly List<RecordedCommand> _commands = [];
    private ConnectionState _state = ConnectionState.Closed;

    public IReadOnlyList<RecordedCommand> Commands => _commands;

    /// <summary>Whether a query is answered with a row, and a change with "one".</summary>
    public bool AnswersOne { get; set; }

    /// <summary>Whether that row is null wherever it can be.</summary>
    public bool KnowsNothing { get; set; }

    /// <summary>How many transactions were begun and not yet ended.</summary>
    public int OpenTransactions { get; set; }

    /// <summary>How often it was opened more than closed.</summary>
    public bool IsOpen => _state == ConnectionState.Open;

    [AllowNull]
    public override string ConnectionString { get; set; } = "Server=nowhere;Database=recorded";

    public override string Database => "recorded";

    public override string DataSource => "nowhere";

    /// <summary>SQL Server 2022: EF Core writes for the compatibility level of its options and does not ask.</summary>
    public override string ServerVersion => "16.00.1000";

    public override ConnectionState State => _state;

    public void Note(RecordedCommand command) => _commands.Add(command);

    public void Forget() => _commands.Clear();

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    public override void Close() => _state = ConnectionState.Closed;

    public override void Open() => _state = ConnectionState.Open;

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
    {
        OpenTransactions++;
        return new RecordingTransaction(this, isolationLevel);
    }

    protected override DbCommand CreateDbCommand() => new RecordingCommand(this);
}

/// <summary>A statement that would have been sent.</summary>
/// <param name="Sql">Its text.</param>
/// <param name="Parameters">Names without the @.</param>
/// <param name="IsInTransaction">Whether it was to take part in one.</param>
internal sealed record RecordedCommand(string Sql, IReadOnlyDictionary<string, object?> Parameters, bool IsInTransaction);

internal sealed class RecordingTransaction(RecordingConnection connection, IsolationLevel isolationLevel) : DbTransaction
{
    private bool _isOver;

    public override IsolationLevel IsolationLevel => isolationLevel;

    protected override DbConnection? DbConnection => _isOver ? null : connection;

    public override void Commit() => End();

    public override void Rollback() => End();

    protected override void Dispose(bool disposing)
    {
        End();
        base.Dispose(disposing);
    }

    private void End()
    {
        if (!_isOver)
        {
            _isOver = true;
            connection.OpenTransactions--;
        }
    }
}
