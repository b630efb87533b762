using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace WeChatNotifications.WeChatApi.Errors;

/// <summary>An error answer of WeChat's, taken apart. Equal when all parts are.</summary>
/// <param name="Code">WeChat's <c>errcode</c>: an open integer, WeChat adds new ones.</param>
/// <param name="Message">WeChat's <c>errmsg</c> without request id and hint, at most 512 characters.</param>
/// <param name="Rid">
/// WeChat's request id (<c>rid</c>), with which <c>openapi/rid/get</c> shows the call for 7 days; <see langword="null"/> when not given.
/// </param>
public sealed partial record WeChatError(int Code, string Message, string? Rid)
{
    private const int MaxRawLength = 4_096;
    private const int MaxMessageLength = 512;
    private const int RegexTimeoutMilliseconds = 1_000;

    /// <summary>What older answers hold in place of a rid (<c>hint: […]</c>, <c>hints: [ req_id: … ]</c>); <see langword="null"/> when not given.</summary>
    public string? Hint { get; init; }

    /// <summary>
    /// The template field that broke a rule (<c>thing3</c>), when the message names one; WeChat names only the first.
    /// It may be a field that was not sent.
    /// </summary>
    public string? InvalidField => FieldMatch() is { Success: true } match ? match.Groups["field"].Value : null;

    /// <summary>Whether <see cref="InvalidField"/> was missing or empty, rather than against its type's rule.</summary>
    public bool InvalidFieldIsEmpty => InvalidField is not null && EmptyPattern().IsMatch(Message);

    /// <summary>Our own address that is not on the app's whitelist (40164); <see langword="null"/> for other errors.</summary>
    public string? RejectedIp
    {
        get
        {
            var match = Code == 40164 ? IpPattern().Match(Message) : Match.Empty;
            return match.Success && IPAddress.TryParse(match.Groups["ip"].ValueSpan, out var address) ? address.ToString() : null;
        }
    }

    /// <summary>When WeChat saw the call, to the second, as the rid's first group says; <see langword="null"/> without such a rid.</summary>
    public DateTimeOffset? RidTime =>
        Rid is not null && Rid.IndexOf('-', StringComparison.Ordinal) == 8
        && uint.TryParse(Rid.AsSpan(0, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var second)
            ? DateTimeOffset.FromUnixTimeSeconds(second)
            : null;

    /// <summary>Takes an <c>errmsg</c> apart.</summary>
    /// <param name="code">The <c>errcode</c>.</param>
    /// <param name="errmsg">The <c>errmsg</c> as received; may be missing.</param>
    public static WeChatError Parse(int code, string? errmsg)
    {
        // The tail is what counts for the rid, so an absurdly long text is cut at its front.
        var text = errmsg ?? string.Empty;
        text = text.Length > MaxRawLength ? text[^MaxRawLength..] : text;

        string? rid = null;
        if (RidPattern().Match(text) is { Success: true } ridMatch)
        {
            rid = ridMatch.Groups["rid"] is { Length: > 0 } group ? group.Value : null;
            text = text[..ridMatch.Index];
        }

        string? hint = null;
        if (HintPattern().Match(text) is { Success: true } hintMatch)
        {
            hint = hintMatch.Groups["hint"].Value.Trim() is { Length: > 0 } value ? value : null;
            // Until 2020 the hint stood in the middle: "argument invalid! hint: [x] data.thing3.value invalid".
            text = $"{TrimTail(text[..hintMatch.Index])} {text[(hintMatch.Index + hintMatch.Length)..].TrimStart()}";
        }

        text = TrimTail(text).Trim();
        return new(code, text.Length > MaxMessageLength ? text[..MaxMessageLength] : text, rid) { Hint = hint };
    }

    private static string TrimTail(string text) => text.TrimEnd(' ', ',', '\t', '\r', '\n');

    private Match FieldMatch()
    {
        var match = FieldPattern().Match(Message);
        return match.Success ? match : AccountFieldPattern().Match(Message);
    }

    // Three groups of eight hex digits as of 2020; the text may also be cut right behind "rid:".
    [GeneratedRegex(@"\brid:\s*(?<rid>[0-9a-f]+(?:-[0-9a-f]+)+)?\s*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, RegexTimeoutMilliseconds)]
    private static partial Regex RidPattern();

    [GeneratedRegex(@"\bhints?:\s*\[(?<hint>[^\]]*)\]", RegexOptions.CultureInvariant, RegexTimeoutMilliseconds)]
    private static partial Regex HintPattern();

    // What follows ".value" is not to be relied on: some answers are cut at 48 characters.
    [GeneratedRegex(@"data\.(?<field>[A-Za-z0-9_]+)\.value", RegexOptions.CultureInvariant, RegexTimeoutMilliseconds)]
    private static partial Regex FieldPattern();

    // Official accounts: "thing01.DATA is invalid".
    [GeneratedRegex(@"\b(?<field>[A-Za-z0-9_]+)\.DATA\b", RegexOptions.CultureInvariant, RegexTimeoutMilliseconds)]
    private static partial Regex AccountFieldPattern();

    // WeChat long wrote "is emtpy"; newer answers have it right.
    [GeneratedRegex(@"\bis em(?:tp|pt)y\b", RegexOptions.CultureInvariant, RegexTimeoutMilliseconds)]
    private static partial Regex EmptyPattern();

    [GeneratedRegex(@"\binvalid ip (?<ip>[0-9A-Fa-f.:]+)", RegexOptions.CultureInvariant, RegexTimeoutMilliseconds)]
    private static partial Regex IpPattern();
}
