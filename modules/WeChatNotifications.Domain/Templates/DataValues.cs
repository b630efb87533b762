using System.Text.Json;

namespace WeChatNotifications.Templates;

/// <summary>Looks values up in a notification's data.</summary>
internal static class DataValues
{
    /// <summary>
    /// The value under a key, or null. A <see cref="JsonElement"/>, which is what System.Text.Json makes of every value of an
    /// untyped dictionary, counts as the text, number or boolean it holds.
    /// </summary>
    public static object? Find(IReadOnlyDictionary<string, object?> data, string key) => data.GetValueOrDefault(key) switch
    {
        JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        JsonElement { ValueKind: JsonValueKind.String } text => TextOf(text),
        JsonElement { ValueKind: JsonValueKind.Number } number when number.TryGetDecimal(out var value) => value,
        JsonElement { ValueKind: JsonValueKind.True } => true,
        JsonElement { ValueKind: JsonValueKind.False } => false,
        var value => value,
    };

    /// <summary>Reading a JSON string throws when it holds half of a surrogate pair; that is for the field's rules to judge.</summary>
    private static object TextOf(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return text;
        }
    }
}
