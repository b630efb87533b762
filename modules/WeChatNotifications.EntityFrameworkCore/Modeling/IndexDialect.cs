namespace WeChatNotifications.EntityFrameworkCore.Modeling;

/// <summary>Writes the few pieces of SQL that stand in index filters in the way of the provider.</summary>
internal sealed class IndexDialect
{
    private readonly char _open;
    private readonly char _close;

    private IndexDialect(char open, char close) => (_open, _close) = (open, close);

    /// <summary>Whether it writes for PostgreSQL, as it does for whatever is not SQL Server.</summary>
    public bool IsPostgreSql => _open == '"';

    /// <summary>Whether a <c>Database.ProviderName</c> is that of SQL Server.</summary>
    public static bool IsSqlServer(string? providerName) => providerName?.Contains("SqlServer", StringComparison.Ordinal) == true;

    public static IndexDialect For(string? providerName) => IsSqlServer(providerName) ? new('[', ']') : new('"', '"');

    public string IsNotNull(string column) => $"{Quote(column)} IS NOT NULL";

    public string IsPositive(string column) => $"{Quote(column)} > 0";

    public string Equals(string column, Enum value) => $"{Quote(column)} = {Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)}";

    public string NotIn(string column, params Enum[] values)
        => string.Join(" AND ", values.Select(v => $"{Quote(column)} <> {Convert.ToInt32(v, System.Globalization.CultureInfo.InvariantCulture)}"));

    public string In(string column, params Enum[] values)
        => $"{Quote(column)} IN ({string.Join(", ", values.Select(v => Convert.ToInt32(v, System.Globalization.CultureInfo.InvariantCulture)))})";

    private string Quote(string column) => _open + column + _close;
}
