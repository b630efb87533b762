namespace WeChatNotifications.Simulator.Subscribe;

/// <summary>The kinds of values a template field can hold.</summary>
internal enum FieldType
{
    Unknown,
    Thing,
    Number,
    Letter,
    Symbol,
    CharacterString,
    Time,
    Date,
    Amount,
    PhoneNumber,
    CarNumber,
    Name,
    Phrase,
    Enumerated,
    Constant,

    /// <summary>Keys of template messages: free text.</summary>
    Text,
}

internal static class FieldTypes
{
    public static FieldType Of(string key) => key.AsSpan().TrimEnd("0123456789") switch
    {
        "thing" => FieldType.Thing,
        "number" => FieldType.Number,
        "letter" => FieldType.Letter,
        "symbol" => FieldType.Symbol,
        "character_string" => FieldType.CharacterString,
        "time" => FieldType.Time,
        "date" => FieldType.Date,
        "amount" => FieldType.Amount,
        "phone_number" => FieldType.PhoneNumber,
        "car_number" => FieldType.CarNumber,
        "name" => FieldType.Name,
        "phrase" => FieldType.Phrase,
        "enum_string" or "enum" => FieldType.Enumerated,
        "const" => FieldType.Constant,
        "first" or "keyword" or "remark" => FieldType.Text,
        _ => FieldType.Unknown,
    };
}
