namespace WeChatNotifications.Simulator.Subscribe;

/// <summary>One key of a template. Its type is the key without the number at its end.</summary>
internal sealed record TemplateField(string Key, string[] AllowedValues)
{
    private const string Suffix = ".DATA";

    public FieldType Type { get; } = FieldTypes.Of(Key);

    /// <summary>The text WeChat answers when the value breaks its rule.</summary>
    public string InvalidText { get; } = $"argument invalid! data.{Key}.value invalid";

    /// <summary>The text WeChat answers when the value is not there, with its own spelling.</summary>
    public string EmptyText { get; } = $"argument invalid! data.{Key}.value is emtpy";

    /// <summary>The keys in a template's content, in order of appearance.</summary>
    public static IReadOnlyList<string> KeysOf(string content)
    {
        var keys = new List<string>();
        var from = 0;
        while (content.IndexOf("{{", from, StringComparison.Ordinal) is var open and >= 0
               && content.IndexOf("}}", open, StringComparison.Ordinal) is var close and >= 0)
        {
            keys.Add(PlainKey(content[(open + 2)..close].Trim()));
            from = close + 2;
        }

        return keys;
    }

    /// <summary>Templates list keys with <c>.DATA</c>, sends name them without.</summary>
    public static string PlainKey(string key) => key.EndsWith(Suffix, StringComparison.Ordinal) ? key[..^Suffix.Length] : key;
}
