using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;

/// <summary>Writes many new rows of one entity by one statement.</summary>
/// <typeparam name="TEntity">The entity.</typeparam>
internal sealed class Inserts<TEntity>
    where TEntity : Entity
{
    private static readonly ConditionalWeakTable<IModel, Inserts<TEntity>> Cache = [];

    private Inserts(IModel model)
    {
        Table = new SqlServerTable(model, typeof(TEntity));
        Rows = new RowSet<TEntity>([.. Table.Columns.Select(RowColumn<TEntity>.Of)]);
        Columns = string.Join(", ", Rows.Columns.Select(c => c.Alias));
        All = $"INSERT INTO {Table.Name} ({Columns}) SELECT {Columns} FROM {Rows.Source} AS n";
    }

    public SqlServerTable Table { get; }

    /// <summary>Whole entities.</summary>
    public RowSet<TEntity> Rows { get; }

    /// <summary>Their columns, for a list.</summary>
    public string Columns { get; }

    /// <summary>Inserts what <c>@rows</c> holds.</summary>
    public string All { get; }

    public static Inserts<TEntity> For(IModel model) => Cache.GetValue(model, m => new Inserts<TEntity>(m));

    /// <summary>Inserts new rows none of which can be there already.</summary>
    public static async Task RunAsync(SqlServerSession session, IModel model, IReadOnlyCollection<TEntity> rows, CancellationToken cancellationToken)
    {
        if (rows.Count > 0)
        {
            var inserts = For(model);
            await session.ExecuteAsync(inserts.All, cancellationToken, ("@rows", inserts.Rows.ToJson(rows))).ConfigureAwait(false);
        }
    }
}
