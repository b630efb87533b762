using WeChatNotifications.Rules;

namespace WeChatNotifications.Broadcasts;

/// <summary>A list as comma-separated values (RFC 4180): a header, then a row a recipient; an empty cell means the value that all share.</summary>
internal sealed class CsvList(ListFields fields) : ListFormat
{
    private readonly CsvRecord _record = new();
    private readonly ListData _data = new();
    private string[]? _header;
    private int _openId = -1;
    private int _userId = -1;

    public override RuleViolation? Missing() => _header is null ? new(ListReader.Field, RuleCodes.ListEmpty) : null;

    private protected override int ReadRow(ReadOnlySpan<byte> bytes, bool isEnd, out BroadcastListRow? row)
    {
        row = null;
        var taken = _record.Read(bytes, isEnd);
        switch (_record.Fault)
        {
            case CsvFault.Unfinished:
                return bytes.Length < ListBuffer.MaxRow ? 0 : TooLong(bytes, out row);
            case CsvFault.Quotes:
                row = BroadcastListRow.Bad(Line, new("line", RuleCodes.Quotes));
                break;
            case null when _header is null:
                TakeHeader();
                break;
            case null when !_record.IsBlank:
                row = RowOf(_record.Cells);
                break;
        }

        Line += _record.Lines;
        return taken;
    }

    /// <exception cref="RuleViolationException">The header names nobody, or something that has no place.</exception>
    private void TakeHeader()
    {
        if (_record.IsBlank)
        {
            return;
        }

        var check = new RuleCheck();
        string[] header = [.. _record.Cells.Select(c => c.Trim())];
        _openId = Array.FindIndex(header, c => c.Equals(ListFields.OpenId, StringComparison.OrdinalIgnoreCase));
        _userId = Array.FindIndex(header, c => c.Equals(ListFields.UserId, StringComparison.OrdinalIgnoreCase));
        if (_openId < 0 && _userId < 0)
        {
            check.Add(new(ListReader.Field, RuleCodes.ListHeader, ("columns", Shortened(string.Join(", ", header)))));
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < header.Length; i++)
        {
            if (header[i].Length == 0)
            {
                check.Add(new($"header[{i}]", RuleCodes.Required));
            }
            else if (!seen.Add(header[i]))
            {
                check.Add(new("header", RuleCodes.Duplicate, ("value", Shortened(header[i]))));
            }
            else if (i != _openId && i != _userId && fields.Fault(header[i]) is { } fault)
            {
                check.Add(fault);
            }
        }

        check.ThrowIfBroken();
        _header = header;
    }

    private BroadcastListRow RowOf(IReadOnlyList<string> cells)
    {
        if (cells.Count != _header!.Length)
        {
            return BroadcastListRow.Bad(Line, new("line", RuleCodes.ListColumns, ("count", cells.Count), ("expected", _header.Length)));
        }

        _data.Clear();
        for (var i = 0; i < cells.Count; i++)
        {
            if (i != _openId && i != _userId && !string.IsNullOrWhiteSpace(cells[i]))
            {
                _data.Add(_header[i], cells[i]);
            }
        }

        return ListFields.Row(Line, _openId < 0 ? null : cells[_openId], _userId < 0 ? null : cells[_userId], _data.End());
    }

    private static string Shortened(string text) => text.Length > 200 ? text[..200] + "…" : text;
}
