using System.Globalization;
using System.Text;

namespace WeChatNotifications.HttpApi.Deliveries;

/// <summary>Writes rows that spreadsheets open as they are meant (RFC 4180): what a stranger has written into a value is never run as a formula.</summary>
internal sealed class CsvWriter(StringBuilder target)
{
    /// <summary>
    /// With these a spreadsheet takes a text for a formula, the full-width ones in East Asian versions
    /// (<see href="https://owasp.org/www-community/attacks/CSV_Injection"/>).
    /// </summary>
    private static readonly System.Buffers.SearchValues<char> FormulaStarts = System.Buffers.SearchValues.Create("=+-@\t\r\n＝＋－＠");

    private static readonly System.Buffers.SearchValues<char> NeedsQuotes = System.Buffers.SearchValues.Create(",\"\r\n;\t");

    private bool _isFirst = true;

    public CsvWriter Text(string? value)
    {
        var text = value ?? "";
        if (text.Length > 0 && FormulaStarts.Contains(text[0]))
        {
            text = "'" + text;
        }

        return Raw(text.AsSpan().ContainsAny(NeedsQuotes) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);
    }

    public CsvWriter Number(long? value) => Raw(value?.ToString(CultureInfo.InvariantCulture) ?? "");

    public CsvWriter Instant(DateTimeOffset? value) => Raw(value?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "");

    public CsvWriter Word(Enum value)
    {
        var word = value.ToString();
        return Raw(char.ToLowerInvariant(word[0]) + word[1..]);
    }

    public void EndRow()
    {
        target.Append("\r\n");
        _isFirst = true;
    }

    private CsvWriter Raw(string text)
    {
        target.Append(_isFirst ? "" : ",").Append(text);
        _isFirst = false;
        return this;
    }
}
