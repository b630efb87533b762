using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Metadata;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Tests.Support;

/// <summary>
/// What can be said of a statement without a server: that it is made of whole words, that brackets and blocks close, that variables, tables
/// and columns are there, and that no text of JSON is compared without saying how. It is no parser, and whether SQL Server takes the
/// statement is for a server to say.
/// </summary>
internal sealed partial class TSql(IModel model)
{
    private readonly Dictionary<string, HashSet<string>> _columns = model.GetEntityTypes()
        .Select(e => new SqlServerTable(model, e.ClrType))
        .ToDictionary(t => t.Name, t => t.Columns.Select(c => c.Name).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

    private readonly Dictionary<string, bool> _texts = model.GetEntityTypes()
        .SelectMany(e => new SqlServerTable(model, e.ClrType).Columns).GroupBy(c => c.Name).ToDictionary(g => g.Key, g => g.All(c => c.Collation is not null), StringComparer.Ordinal);

    /// <summary>All that is wrong with a statement.</summary>
    public IReadOnlyList<string> FaultsOf(RecordedCommand command)
    {
        var tokens = Tokens(command.Sql, out var rest);
        var faults = new List<string>();
        if (rest is not null)
        {
            faults.Add($"'{rest}' is no word of the language");
        }

        faults.AddRange(Blocks(tokens));
        faults.AddRange(Variables(tokens, command.Parameters));
        faults.AddRange(Columns(command.Sql));
        faults.AddRange(Ctes(tokens));
        faults.AddRange(Hints(tokens));
        faults.AddRange(Collations(command.Sql));
        return faults;
    }

    private static List<string> Tokens(string sql, out string? rest)
    {
        var tokens = new List<string>();
        var at = 0;
        while (at < sql.Length)
        {
            var match = Token().Match(sql, at);
            if (!match.Success || match.Index != at)
            {
                rest = sql[at..Math.Min(sql.Length, at + 20)];
                return tokens;
            }

            at += match.Length;
            if (!string.IsNullOrWhiteSpace(match.Value) && !match.Value.StartsWith("--", StringComparison.Ordinal))
            {
                tokens.Add(match.Value);
            }
        }

        rest = null;
        return tokens;
    }

    private static IEnumerable<string> Blocks(List<string> tokens)
    {
        var (parentheses, blocks) = (0, 0);
        foreach (var token in tokens)
        {
            parentheses += token switch { "(" => 1, ")" => -1, _ => 0 };
            blocks += token.ToUpperInvariant() switch { "BEGIN" or "CASE" => 1, "END" => -1, _ => 0 };
            if (parentheses < 0 || blocks < 0)
            {
                yield return $"a {token} too many";
                yield break;
            }
        }

        if (parentheses != 0)
        {
            yield return "a bracket stays open";
        }

        if (blocks != 0)
        {
            yield return "a CASE or BEGIN stays open";
        }
    }

    private static IEnumerable<string> Variables(List<string> tokens, IReadOnlyDictionary<string, object?> parameters)
    {
        var declared = new HashSet<string>(parameters.Keys, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i][0] != '@' || tokens[i].StartsWith("@@", StringComparison.Ordinal))
            {
                continue;
            }

            var name = tokens[i][1..];
            if ((string.Equals(tokens[i - 1], "DECLARE", StringComparison.OrdinalIgnoreCase) || tokens[i - 1] == ",") && IsType(tokens.ElementAtOrDefault(i + 1)))
            {
                declared.Add(name);
            }
            else if (!declared.Contains(name))
            {
                yield return $"@{name} is nowhere declared";
            }
        }

        // EF Core's own saves bring some along that they do not use.
        foreach (var unused in parameters.Keys.Where(p => !OfSave().IsMatch(p) && !tokens.Contains("@" + p, StringComparer.OrdinalIgnoreCase)))
        {
            yield return $"@{unused} is not used";
        }
    }

    private static bool IsType(string? token) => token?.ToLowerInvariant() is "table" or "int" or "bigint" or "bit" or "uniqueidentifier" or "datetimeoffset" or "nvarchar";

    /// <summary>A statement may know a table by several names, and a name may stand for other things: only what is surely meant is asked.</summary>
    private IEnumerable<string> Columns(string sql)
    {
        var aliases = Alias().Matches(sql).Where(m => _columns.ContainsKey(m.Groups["table"].Value))
            .GroupBy(m => m.Groups["alias"].Value, m => m.Groups["table"].Value)
            .ToDictionary(g => g.Key, g => g.Distinct().ToList(), StringComparer.Ordinal);
        foreach (Match table in Target().Matches(sql).Where(m => m.Groups["table"].Value.StartsWith("[WeChat", StringComparison.Ordinal)))
        {
            if (!_columns.ContainsKey(table.Groups["table"].Value))
            {
                yield return $"there is no table {table.Groups["table"].Value}";
            }
        }

        foreach (Match use in Use().Matches(sql))
        {
            var (alias, column) = (use.Groups["alias"].Value, use.Groups["column"].Value);
            if (aliases.TryGetValue(alias, out var tables) && !tables.Exists(t => _columns[t].Contains(column)))
            {
                yield return $"{alias}.{column} is no column of {string.Join(" or ", tables)}";
            }
        }
    }

    private static IEnumerable<string> Ctes(List<string> tokens)
        => tokens.Index().Where(t => t.Index > 0 && string.Equals(t.Item, "WITH", StringComparison.OrdinalIgnoreCase)
                && tokens.ElementAtOrDefault(t.Index + 2)?.ToUpperInvariant() == "AS" && tokens[t.Index - 1] != ";")
            .Select(t => $"the one before WITH {tokens[t.Index + 1]} must end with a semicolon");

    /// <summary>Table hints, "READPAST": refused at read committed where READ_COMMITTED_SNAPSHOT is on, unless the other one stands beside it.</summary>
    private static IEnumerable<string> Hints(List<string> tokens)
        => tokens.Count(t => t == "READPAST") == tokens.Count(t => t == "READCOMMITTEDLOCK") ? [] : ["READPAST needs READCOMMITTEDLOCK"];

    /// <summary>JSON's texts have the database's collation, the module's columns have theirs; SQL Server compares no two of them.</summary>
    private IEnumerable<string> Collations(string sql)
    {
        var json = Json().Matches(sql).Select(m => m.Groups["alias"].Value).ToHashSet(StringComparer.Ordinal);
        if (sql.Contains("OPENJSON", StringComparison.Ordinal) && EfJson().IsMatch(sql))
        {
            yield return "a list of texts travels as JSON, without a collation";
        }

        foreach (Match comparison in Comparison().Matches(sql).Concat(Choice().Matches(sql)).Where(m => json.Contains(m.Groups["alias"].Value)))
        {
            if (_texts.GetValueOrDefault(comparison.Groups["column"].Value) && !comparison.Groups["collate"].Success)
            {
                yield return $"{comparison.Value} compares texts of two collations";
            }
        }
    }

    [GeneratedRegex(@"\s+|--[^\n]*|N?'(?:[^']|'')*'|\[(?:[^\]]|\]\])+\]|@@?\w+|#?[A-Za-z_]\w*|\d+(?:\.\d+)?(?:E[+-]?\d+)?|<>|<=|>=|[-+*/%=<>(),.;&|~^]", RegexOptions.None, 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"^p\d+$", RegexOptions.None, 1000)]
    private static partial Regex OfSave();

    [GeneratedRegex(@"(?<table>\[\w+\]) AS (?<alias>\[?\w+\]?)", RegexOptions.None, 1000)]
    private static partial Regex Alias();

    [GeneratedRegex(@"(?:FROM|JOIN|INTO|UPDATE) (?<table>\[\w+\])(?!\.)", RegexOptions.None, 1000)]
    private static partial Regex Target();

    [GeneratedRegex(@"(?<alias>\[?\b\w+\]?)\.(?<column>\[\w+\])", RegexOptions.None, 1000)]
    private static partial Regex Use();

    [GeneratedRegex(@"OPENJSON\(@\w+\) WITH \((?:[^()]|\([^()]*\))*\) AS (?<alias>\w+)", RegexOptions.None, 1000)]
    private static partial Regex Json();

    [GeneratedRegex(@"OPENJSON\(@\w+\) WITH \(\[value\] nvarchar", RegexOptions.None, 1000)]
    private static partial Regex EfJson();

    [GeneratedRegex(@"COALESCE\((?<alias>\w+)\.(?<column>\[\w+\])(?<collate> COLLATE \w+)?,", RegexOptions.None, 1000)]
    private static partial Regex Choice();

    [GeneratedRegex(@"= (?<alias>\w+)\.(?<column>\[\w+\])(?<collate> COLLATE \w+)?(?=\s|\)|$)", RegexOptions.None, 1000)]
    private static partial Regex Comparison();
}
