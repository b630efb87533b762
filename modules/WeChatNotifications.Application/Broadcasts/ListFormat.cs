using WeChatNotifications.Rules;

namespace WeChatNotifications.Broadcasts;

/// <summary>How rows are told from bytes.</summary>
internal abstract class ListFormat
{
    /// <summary>The line on which the next row begins, from 1.</summary>
    public long Line { get; private protected set; } = 1;

    /// <summary>Whether the rest of a line that is too long is being passed over; characters may then be cut in two.</summary>
    public bool IsSkipping { get; private set; }

    /// <summary>Reads one row, or passes over a line that holds none.</summary>
    /// <param name="bytes">What is known of the file from here on; not empty.</param>
    /// <param name="isEnd">Whether nothing follows.</param>
    /// <param name="row">The row; null when none was there.</param>
    /// <returns>How many bytes it took; 0 when the row may go on behind what is known.</returns>
    public int Read(ReadOnlySpan<byte> bytes, bool isEnd, out BroadcastListRow? row)
    {
        if (!IsSkipping)
        {
            return ReadRow(bytes, isEnd, out row);
        }

        row = null;
        var end = bytes.IndexOf((byte)'\n');
        IsSkipping = end < 0;
        Line += end < 0 ? 0 : 1;
        return end < 0 ? bytes.Length : end + 1;
    }

    /// <summary>What is wrong with the file, when it has ended and nothing was wrong before; null for nothing.</summary>
    public virtual RuleViolation? Missing() => null;

    /// <inheritdoc cref="Read"/>
    private protected abstract int ReadRow(ReadOnlySpan<byte> bytes, bool isEnd, out BroadcastListRow? row);

    /// <summary>Takes a line that is longer than a row may be; the rest of it is passed over.</summary>
    private protected int TooLong(ReadOnlySpan<byte> bytes, out BroadcastListRow? row)
    {
        row = BroadcastListRow.Bad(Line, new("line", RuleCodes.LineTooLong, ("max", ListBuffer.MaxRow)));
        IsSkipping = true;
        Line += bytes.Count((byte)'\n');
        return bytes.Length;
    }
}
