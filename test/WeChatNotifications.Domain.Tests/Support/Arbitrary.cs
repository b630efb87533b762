using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Support;

/// <summary>Random inputs that are nastier than evenly distributed ones.</summary>
internal static class Arbitrary
{
    public static readonly string[] FieldKeys =
    [
        "thing1", "number2", "letter3", "symbol4", "character_string5", "time6", "date7", "amount8", "phone_number9", "car_number10", "name11",
        "phrase12", "enum_string13", "const14", "keyword15",
    ];

    /// <summary>Families of emoji, flags, stacked marks, Han of every plane.</summary>
    private static readonly string[] Clusters =
    [
        "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇨🇳", "🇨", "😀", "e\u0301", "a\u0300\u0301\u0302\u0303", "\u0301", "각", "ก็", "नि", "中", "国", "〇", "々", "𠀀", "𰻞", "\uFA0E",
        "👍🏽", "1️⃣",
    ];

    /// <summary>What cannot travel, what turns text around, what is invisible.</summary>
    private static readonly string[] Unruly =
    [
        "\uD83D", "\uDE00", "\uDE00\uD83D", "\0", "\n", "\r\n", "\t", "\u0085", "\u2028", "\u2029", "\u202E", "\u2066", "\u200B", "\u200D", "\uFEFF",
        "\u00AD", "\uFFFF", "\uE000",
    ];

    private static readonly string[] Plain =
    [
        "a", "Z", "abc", "0", "1", "42", "-", ".", "~", "～", ":", "/", "//", "..", "?", "&", "=", "#", "%", "%26", "+", " ", "  ", "\u3000", "{", "}", "<",
        "\"", "\\", "'", "¥", "￥", "$", "€", "元", "年", "2026-11-21", "15:30", "2026-11-21T15:30:00Z", "(", "１",
    ];

    private static readonly Gen<string> Fragment = Gen.Frequency(
        (4, Gen.Elements(Plain)), (4, Gen.Elements(Clusters)), (2, Gen.Elements(Unruly)), (1, Gen.Choose(0, 0xFFFF).Select(c => ((char)c).ToString())));

    /// <summary>Any sequence of UTF-16 units, well-formed or not.</summary>
    public static readonly Gen<string> Text = Gen.Choose(0, 45).SelectMany(n => Gen.ArrayOf(Fragment, n)).Select(string.Concat);

    /// <summary>Text that UTF-8 can carry.</summary>
    public static readonly Gen<string> WellFormedText = Text.Select(t => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(t)));

    /// <summary>What business code may put into a notification, by intention or by mistake.</summary>
    public static readonly Gen<object?> Value = Gen.OneOf(
        Text.Select(object? (t) => t),
        Moments(),
        Numbers(),
        Gen.Elements<object?>(
            null, true, false, 'x', '\uD800', Guid.Empty, new Uri("a/b?c", UriKind.Relative), DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(2024, 2, 29),
            TimeOnly.MinValue, TimeOnly.MaxValue, TimeSpan.FromHours(3), Weather.Sunny, (Weather)77, Parts.Gift | Parts.Express, (Parts)0, (Parts)64),
        Gen.Elements<object?>(
            new[] { 1, 2 }, new List<string> { "a" }, new object(), new Dictionary<string, object>(StringComparer.Ordinal), Json("\"2026-11-21T15:30:00Z\""), Json("12.50"),
            Json("1e400"), Json("null"), Json("true"), Json("[1]"), Json("{}"), Json("\"\\uD800\""), default(JsonElement)));

    public static readonly Gen<Dictionary<string, object?>> AnyData =
        Gen.Choose(0, 16).SelectMany(n => Gen.ArrayOf(Gen.Zip(Gen.OneOf(Gen.Elements(FieldKeys), Gen.Elements("id", "unknown"), Text), Value), n))
            .Select(pairs => pairs.GroupBy(p => p.Item1, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Item2, StringComparer.Ordinal));

    public static readonly Gen<TemplateFieldType> FieldType = Gen.Elements(Enum.GetValues<TemplateFieldType>());

    public static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    public static void Holds<T>(this Gen<T> gen, Action<T> property, int times = 600)
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(times), Prop.ForAll(gen.ToArbitrary(), property));

    public static Gen<(T1 First, T2 Second, T3 Third)> Triple<T1, T2, T3>(Gen<T1> first, Gen<T2> second, Gen<T3> third)
        => first.SelectMany(a => second.SelectMany(b => third.Select(c => (a, b, c))));

    private static Gen<object?> Numbers() => Gen.OneOf(
        Gen.Elements<object?>(
            0, -1, int.MinValue, long.MaxValue, ulong.MaxValue, (byte)7, (sbyte)-7, (short)3, (ushort)3, 5u, -0.0, 0.1, 1e300, double.Epsilon, double.NaN,
            double.PositiveInfinity, double.NegativeInfinity, float.NaN, float.MaxValue, 1.5f, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m,
            12345678901.23m, -0.004m, Half.MaxValue, Int128.MaxValue),
        Gen.Choose(-2_000_000, 2_000_000).Select(object? (n) => n / 100m));

    private static Gen<object?> Moments()
    {
        var kinds = Gen.Elements(DateTimeKind.Utc, DateTimeKind.Local, DateTimeKind.Unspecified);
        var ticks = Gen.OneOf(
            Gen.Elements(DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks, DateTime.MinValue.Ticks + 1, new DateTime(2026, 3, 29, 2, 30, 0).Ticks),
            Gen.Choose(0, int.MaxValue).Select(n => (long)(n / (double)int.MaxValue * DateTime.MaxValue.Ticks)));
        return Gen.OneOf(
            Gen.Zip(ticks, kinds).Select(object? (t) => new DateTime(t.Item1, t.Item2)),
            ticks.Select(object? (t) => new DateTimeOffset(t, TimeSpan.Zero)),
            Gen.Elements<object?>(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, new DateTimeOffset(2026, 11, 21, 23, 59, 59, TimeSpan.FromHours(-14))));
    }
}
