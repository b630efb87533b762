using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql.Deliveries;

/// <summary>The names that one entity has in the database, whatever prefix, schema or naming convention the host uses.</summary>
internal sealed class PostgreSqlTable
{
    private readonly Dictionary<string, string> _columns;

    public PostgreSqlTable(IModel model, Type entity)
    {
        var type = model.FindEntityType(entity) ?? throw new InvalidOperationException($"{entity.Name} is not part of the DbContext's model; call ConfigureWeChatNotifications in OnModelCreating.");
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        Name = table.Schema is null ? Quote(table.Name) : Quote(table.Schema) + "." + Quote(table.Name);
        _columns = type.GetProperties().ToDictionary(p => p.Name, p => Quote(p.GetColumnName(table)!), StringComparer.Ordinal);
    }

    /// <summary>The quoted table, with its schema if it has one.</summary>
    public string Name { get; }

    /// <summary>The quoted column of a property.</summary>
    public string this[string property] => _columns[property];

    private static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
