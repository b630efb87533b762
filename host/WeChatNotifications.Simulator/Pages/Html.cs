using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace WeChatNotifications.Simulator.Pages;

/// <summary>
/// A piece of HTML. It is made from an interpolated string: the literal parts stand as they are, and everything put into the holes is
/// encoded, unless it is a piece of HTML itself. A value can therefore never become markup. Attribute values stand in double quotes.
/// </summary>
internal readonly struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    public static Html None => default;

    public bool IsEmpty => string.IsNullOrEmpty(_markup);

    public static Html Of(HtmlHandler markup) => new(markup.ToMarkup());

    /// <summary>One piece for each item, one after another.</summary>
    public static Html Each<T>(IEnumerable<T> items, Func<T, Html> piece) => new(string.Concat(items.Select(item => piece(item)._markup)));

    /// <summary>An attribute with a leading space; none for a null value.</summary>
    public static Html Attribute(string name, string? value) => value is null ? None : Of($" {name}=\"{value}\"");

    /// <summary>An attribute without a value, such as <c>checked</c>.</summary>
    public static Html Flag(string name, bool on) => on ? Of($" {name}") : None;

    public override string ToString() => _markup ?? "";
}

/// <summary>Puts a piece of HTML together.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlHandler(int literalLength, int holes)
{
    /// <summary>Encodes what is markup and leaves the letters of all languages readable.</summary>
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _markup = new(literalLength + (holes * 24));

    public void AppendLiteral(string markup) => _markup.Append(markup);

    public void AppendFormatted(Html piece) => _markup.Append(piece.ToString());

    public void AppendFormatted(string? text) => _markup.Append(Encoder.Encode(text ?? ""));

    public void AppendFormatted(long number) => _markup.Append(number.ToString(CultureInfo.InvariantCulture));

    public string ToMarkup() => _markup.ToString();
}
