using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Subscribe;

namespace WeChatNotifications.Simulator.Phone;

/// <summary>One line of a card. Older templates of official accounts have lines of text without a label.</summary>
internal sealed record CardRow(string Label, string Value);

/// <summary>What a message shows: the template's lines with the message's values in them.</summary>
/// <param name="Title">The template's title, its id when it has none.</param>
/// <param name="Large">The row shown large; null: none.</param>
/// <param name="Rows">The other rows, in the template's order.</param>
internal sealed record CardContent(string Title, CardRow? Large, IReadOnlyList<CardRow> Rows)
{
    private const string Open = "{{";
    private const string Close = "}}";

    public static CardContent Of(SimulatedMessage message, SimulatedTemplate template)
    {
        var emphasis = TemplateField.PlainKey(message.EmphasisKeyword);
        var (large, rows) = (default(CardRow), new List<CardRow>());
        foreach (var line in template.Content.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var row = Fill(line, message.Data, out var keys);
            if (large is null && emphasis.Length > 0 && keys.Contains(emphasis))
            {
                large = row;
            }
            else if (row.Label.Length > 0 || row.Value.Length > 0)
            {
                rows.Add(row);
            }
        }

        return new(template.Title.Length > 0 ? template.Title : template.TemplateId, large, rows);
    }

    /// <summary>What stands before the first key is the label, without its colon.</summary>
    private static CardRow Fill(string line, IReadOnlyDictionary<string, string> data, out List<string> keys)
    {
        keys = [];
        var first = line.IndexOf(Open, StringComparison.Ordinal);
        if (first < 0)
        {
            return new("", line);
        }

        var value = "";
        var rest = line[first..];
        while (rest.IndexOf(Open, StringComparison.Ordinal) is var open and >= 0 && rest.IndexOf(Close, open, StringComparison.Ordinal) is var close and >= 0)
        {
            var key = TemplateField.PlainKey(rest[(open + Open.Length)..close].Trim());
            keys.Add(key);
            value += rest[..open] + data.GetValueOrDefault(key, "");
            rest = rest[(close + Close.Length)..];
        }

        return new(line[..first].Trim().TrimEnd(':', '：').TrimEnd(), (value + rest).Trim());
    }
}
