using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using WeChatNotifications.EntityFrameworkCore.Modeling;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;

/// <summary>A property as the database keeps it: name, type, and how its values are written there.</summary>
internal sealed class SqlServerColumn
{
    private readonly IProperty _property;

    public SqlServerColumn(IProperty property, StoreObjectIdentifier table)
    {
        _property = property;
        Name = Quote(property.GetColumnName(table)!);
        Type = property.GetColumnType(table);

        // The model tells it at design time only; it is the same for all.
        Collation = Type.StartsWith("nvarchar", StringComparison.Ordinal) ? SqlServerModel.Collation : null;
    }

    /// <summary>The property's own name.</summary>
    public string Property => _property.Name;

    /// <summary>Quoted.</summary>
    public string Name { get; }

    /// <summary>SQL Server's type, such as <c>nvarchar(64)</c>.</summary>
    public string Type { get; }

    /// <summary>How its text is compared; null for what is no text.</summary>
    public string? Collation { get; }

    /// <summary>
    /// To put behind a value of another origin that is compared with the column: what comes out of JSON has the database's own collation, and
    /// SQL Server refuses to compare two that differ.
    /// </summary>
    public string Collate => Collation is null ? "" : " COLLATE " + Collation;

    /// <summary>The value of an entity's property, as the database keeps it.</summary>
    public object? ValueOf(object entity) => Stored(_property.GetGetter().GetClrValue(entity));

    /// <summary>A value of the property as the database keeps it; ids, for one, stand there in another order.</summary>
    public object? Stored(object? value) => value is null ? null : _property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value;

    /// <summary>The value of the property that the database keeps so.</summary>
    public object? Read(object stored) => stored is DBNull ? null : _property.GetTypeMapping().Converter is { } converter ? converter.ConvertFromProvider(stored) : stored;

    /// <summary>A name that needs no rules of its own.</summary>
    public static string Quote(string name) => "[" + name.Replace("]", "]]", StringComparison.Ordinal) + "]";
}
