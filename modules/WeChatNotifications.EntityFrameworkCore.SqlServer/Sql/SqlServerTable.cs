using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;

/// <summary>The names that one entity has in the database, whatever prefix, schema or naming convention the host uses.</summary>
internal sealed class SqlServerTable
{
    private readonly Dictionary<string, SqlServerColumn> _columns;

    /// <exception cref="InvalidOperationException">The model does not hold the entity.</exception>
    public SqlServerTable(IModel model, Type entity)
    {
        var type = model.FindEntityType(entity) ?? throw new InvalidOperationException($"{entity.Name} is not part of the DbContext's model; call ConfigureWeChatNotifications in OnModelCreating.");
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        Name = table.Schema is null ? SqlServerColumn.Quote(table.Name) : SqlServerColumn.Quote(table.Schema) + "." + SqlServerColumn.Quote(table.Name);
        _columns = type.GetProperties().ToDictionary(p => p.Name, p => new SqlServerColumn(p, table), StringComparer.Ordinal);
    }

    /// <summary>The quoted table, with its schema if it has one.</summary>
    public string Name { get; }

    /// <summary>All columns.</summary>
    public IReadOnlyCollection<SqlServerColumn> Columns => _columns.Values;

    /// <summary>The quoted column of a property.</summary>
    public string this[string property] => _columns[property].Name;

    /// <summary>All that is known of the column of a property.</summary>
    public SqlServerColumn Column(string property) => _columns[property];
}
