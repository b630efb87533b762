using System.Text;

namespace WeChatNotifications.Broadcasts;

/// <summary>Why a record could not be read.</summary>
internal enum CsvFault
{
    /// <summary>It may go on behind what is known.</summary>
    Unfinished = 0,

    /// <summary>A quotation mark has no partner, or something follows the closing one.</summary>
    Quotes = 1,
}

/// <summary>One record after the other of a CSV file. A quotation mark without a partner costs its own line, not the rest of the file.</summary>
internal sealed class CsvRecord
{
    private readonly List<string> _cells = [];

    /// <summary>The cells of the last record.</summary>
    public IReadOnlyList<string> Cells => _cells;

    /// <summary>Whether the last record has nothing in it.</summary>
    public bool IsBlank => _cells.TrueForAll(string.IsNullOrWhiteSpace);

    /// <summary>How many lines the last record took.</summary>
    public int Lines { get; private set; }

    /// <summary>What is wrong with the last record; null for nothing.</summary>
    public CsvFault? Fault { get; private set; }

    /// <summary>Reads a record and returns how many bytes it took, with its line break.</summary>
    public int Read(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        _cells.Clear();
        (Lines, Fault) = (1, null);
        for (var position = 0; ;)
        {
            var taken = position < bytes.Length && bytes[position] == (byte)'"'
                ? ReadQuoted(bytes[position..], isEnd, bytes.Length)
                : ReadPlain(bytes[position..], isEnd);
            if (Fault is not null)
            {
                return Fault == CsvFault.Unfinished ? 0 : OneLine(bytes, isEnd);
            }

            position += taken;
            if (position == bytes.Length)
            {
                return position;
            }

            if (bytes[position++] == (byte)'\n')
            {
                return position;
            }

            // A comma: another cell follows, even where the file ends.
        }
    }

    private static int CutReturn(ReadOnlySpan<byte> cell) => cell is [.., (byte)'\r'] ? cell.Length - 1 : cell.Length;

    /// <summary>Takes the first line alone; what is wrong with it does not spoil those behind.</summary>
    private int OneLine(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        Lines = 1;
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0 && !isEnd)
        {
            Fault = CsvFault.Unfinished;
            return 0;
        }

        return end < 0 ? bytes.Length : end + 1;
    }

    /// <summary>Reads up to a comma, a line break or the end.</summary>
    private int ReadPlain(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        var end = bytes.IndexOfAny((byte)',', (byte)'\n');
        if (end < 0 && !isEnd)
        {
            Fault = CsvFault.Unfinished;
            return 0;
        }

        end = end < 0 ? bytes.Length : end;
        var isLast = end == bytes.Length || bytes[end] == (byte)'\n';
        _cells.Add(Encoding.UTF8.GetString(bytes[..(isLast ? CutReturn(bytes[..end]) : end)]));
        return end;
    }

    private int ReadQuoted(ReadOnlySpan<byte> bytes, bool isEnd, int known)
    {
        var (close, hasPairs) = Close(bytes);
        if (close < 0 || (close + 1 == bytes.Length && !isEnd))
        {
            Fault = close < 0 && (isEnd || known >= ListBuffer.MaxRow) ? CsvFault.Quotes : CsvFault.Unfinished;
            return 0;
        }

        var behind = close + 1;
        if (behind < bytes.Length && bytes[behind] == (byte)'\r')
        {
            if (behind + 1 == bytes.Length && !isEnd)
            {
                Fault = CsvFault.Unfinished;
                return 0;
            }

            behind++;
        }

        if (behind < bytes.Length && bytes[behind] is not ((byte)',' or (byte)'\n'))
        {
            Fault = CsvFault.Quotes;
            return 0;
        }

        Lines += bytes[..close].Count((byte)'\n');
        var text = Encoding.UTF8.GetString(bytes[1..close]);
        _cells.Add(hasPairs ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text);
        return behind;
    }

    /// <summary>Where the quotation mark stands that closes the cell, and whether there are doubled ones before.</summary>
    private static (int Close, bool HasPairs) Close(ReadOnlySpan<byte> bytes)
    {
        var hasPairs = false;
        for (var i = 1; i < bytes.Length; i++)
        {
            var next = bytes[i..].IndexOf((byte)'"');
            if (next < 0)
            {
                return (-1, hasPairs);
            }

            i += next;
            if (i + 1 == bytes.Length || bytes[i + 1] != (byte)'"')
            {
                return (i, hasPairs);
            }

            hasPairs = true;
            i++;
        }

        return (-1, hasPairs);
    }
}
