namespace WeChatNotifications.Templates;

/// <summary>Reads the type out of a WeChat field key: <c>character_string12</c> is a <see cref="TemplateFieldType.CharacterString"/>.</summary>
public static class TemplateFieldKey
{
    private static readonly Dictionary<string, TemplateFieldType> Prefixes = new(StringComparer.Ordinal)
    {
        ["thing"] = TemplateFieldType.Thing,
        ["number"] = TemplateFieldType.Number,
        ["letter"] = TemplateFieldType.Letter,
        ["symbol"] = TemplateFieldType.Symbol,
        ["character_string"] = TemplateFieldType.CharacterString,
        ["time"] = TemplateFieldType.Time,
        ["date"] = TemplateFieldType.Date,
        ["amount"] = TemplateFieldType.Amount,
        ["phone_number"] = TemplateFieldType.PhoneNumber,
        ["car_number"] = TemplateFieldType.CarNumber,
        ["name"] = TemplateFieldType.Name,
        ["phrase"] = TemplateFieldType.Phrase,
        ["enum_string"] = TemplateFieldType.Enum,
        ["enum"] = TemplateFieldType.Enum,
        ["const"] = TemplateFieldType.Const,
        ["keyword"] = TemplateFieldType.Text,
    };

    private static readonly Dictionary<string, TemplateFieldType>.AlternateLookup<ReadOnlySpan<char>> PrefixLookup = Prefixes.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reads a key. False when it is not a known prefix followed by one to four digits.</summary>
    public static bool TryParse(string key, out TemplateFieldType type)
    {
        var digits = key.Length;
        while (digits > 0 && char.IsAsciiDigit(key[digits - 1]))
        {
            digits--;
        }

        if (key is "first" or "remark")
        {
            type = TemplateFieldType.Text;
            return true;
        }

        type = default;
        return key.Length - digits is >= 1 and <= 4 && PrefixLookup.TryGetValue(key.AsSpan(0, digits), out type);
    }
}
