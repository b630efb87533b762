using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Broadcasts;

/// <summary>Reads an uploaded list row by row, in the same memory for ten rows and for millions.</summary>
internal static class ListReader
{
    /// <summary>The name of the whole list in a refusal.</summary>
    public const string Field = "list";

    /// <summary>The rows of a file, the bad ones with their fault.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="fields">Names that a recipient's own values may have.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="RuleViolationException">The file as a whole cannot be used: another encoding, no usable header, no or too many rows.</exception>
    public static async IAsyncEnumerable<BroadcastListRow> ReadAsync(
        Stream stream, BroadcastListFormat format, ListFields fields, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var buffer = new ListBuffer(stream);
        while (!buffer.IsEnd && buffer.Unread.Length < 4)
        {
            await buffer.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        SkipByteOrderMark(buffer);
        ListFormat rows = format == BroadcastListFormat.Csv ? new CsvList(fields) : new JsonLinesList(fields);
        var count = 0L;
        while (true)
        {
            while (TryRead(buffer, rows, out var row))
            {
                if (row is { } found)
                {
                    RequireRoom(++count);
                    yield return found;
                }
            }

            if (buffer.IsEnd)
            {
                break;
            }

            await buffer.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        if (rows.Missing() is { } violation)
        {
            throw new RuleViolationException([violation]);
        }

        if (count == 0)
        {
            throw new RuleViolationException([new(Field, RuleCodes.ListEmpty)]);
        }
    }

    private static bool TryRead(ListBuffer buffer, ListFormat rows, out BroadcastListRow? row)
    {
        row = null;
        if (buffer.Unread.IsEmpty)
        {
            return false;
        }

        var (line, wasSkipping) = (rows.Line, rows.IsSkipping);

        // Never more than a row may have, so that the same file is read the same way in whatever pieces it arrives.
        var known = buffer.Unread[..Math.Min(buffer.Unread.Length, ListBuffer.MaxRow)];
        var taken = rows.Read(known, buffer.IsEnd && known.Length == buffer.Unread.Length, out row);
        if (!wasSkipping && !rows.IsSkipping && !Utf8.IsValid(known[..taken]))
        {
            // One broken character is rarely alone: a file that a spreadsheet has saved as GBK would be millions of bad rows.
            throw new RuleViolationException([new(Field, RuleCodes.Encoding, ("line", line))]);
        }

        buffer.Advance(taken);
        return taken > 0;
    }

    /// <exception cref="RuleViolationException">The file says that it is in UTF-16 or UTF-32.</exception>
    private static void SkipByteOrderMark(ListBuffer buffer)
    {
        var start = buffer.Unread;
        if (start.StartsWith(Encoding.UTF8.Preamble))
        {
            buffer.Advance(Encoding.UTF8.Preamble.Length);
        }
        else if (start is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] || start[..Math.Min(4, start.Length)].Contains((byte)0))
        {
            throw new RuleViolationException([new(Field, RuleCodes.Encoding, ("line", 1))]);
        }
    }

    private static void RequireRoom(long count)
    {
        if (count > BroadcastLimits.MaxListRows)
        {
            throw new RuleViolationException([new(Field, RuleCodes.ListTooLong, ("max", BroadcastLimits.MaxListRows))]);
        }
    }
}
