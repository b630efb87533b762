namespace WeChatNotifications.Simulator.Wire;

/// <summary>Reads one parameter of a query string without building a dictionary.</summary>
internal static class Query
{
    /// <summary>The decoded value, empty when the name is there without one or is not there at all.</summary>
    public static string Read(string? query, string name) => Find(query, name) is { IsEmpty: false } raw
        ? raw.IndexOfAny('%', '+') < 0 ? raw.ToString() : Uri.UnescapeDataString(raw.ToString().Replace('+', ' '))
        : "";

    /// <summary>The value as it stands in the query.</summary>
    public static ReadOnlySpan<char> Find(string? query, string name)
    {
        var rest = query.AsSpan();
        if (rest is ['?', ..])
        {
            rest = rest[1..];
        }

        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf('&');
            var pair = end < 0 ? rest : rest[..end];
            if (pair.Length > name.Length && pair[name.Length] == '=' && pair.StartsWith(name, StringComparison.Ordinal))
            {
                return pair[(name.Length + 1)..];
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return [];
    }
}
