namespace WeChatNotifications.Benchmarks.Reporting;

/// <summary>Tables that people can read and paste: Markdown, with its columns in line.</summary>
internal static class TextTables
{
    public static void PrintTable(this TextWriter output, IReadOnlyList<string> head, IEnumerable<string[]> rows)
    {
        var lines = rows.ToList();
        if (lines.Count == 0)
        {
            return;
        }

        var widths = head.Select((title, column) => Math.Max(title.Length, lines.Max(line => line[column].Length))).ToArray();
        output.WriteLine();
        Line(head);
        output.WriteLine("|" + string.Join('|', widths.Select(width => new string('-', width + 2))) + "|");
        lines.ForEach(Line);

        void Line(IReadOnlyList<string> cells) => output.WriteLine("| " + string.Join(" | ", cells.Select((cell, column) => cell.PadRight(widths[column]))) + " |");
    }

    /// <summary>What was to be reached, what was, and whether that is enough.</summary>
    public static void PrintMarks(this TextWriter output, IEnumerable<Mark> marks)
        => output.PrintTable(["mark", "reached", ""], marks.Select(mark => (string[])[mark.Wanted, mark.Reached, mark.IsMet ? "met" : "MISSED"]));
}
