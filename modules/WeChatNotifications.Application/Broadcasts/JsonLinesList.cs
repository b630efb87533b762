using System.Text.Json;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Broadcasts;

/// <summary>A list as JSON lines: <c>{"openId": "…"}</c> or <c>{"userId": "…", "data": {"product": "…"}}</c> on each.</summary>
internal sealed class JsonLinesList(ListFields fields) : ListFormat
{
    private const string Data = "data";

    private readonly ListData _data = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private protected override int ReadRow(ReadOnlySpan<byte> bytes, bool isEnd, out BroadcastListRow? row)
    {
        row = null;
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0 && bytes.Length == ListBuffer.MaxRow)
        {
            return TooLong(bytes, out row);
        }

        if (end < 0 && !isEnd)
        {
            return 0;
        }

        var line = (end < 0 ? bytes : bytes[..end]).Trim(" \t\r"u8);
        row = line.IsEmpty ? null : Parse(line);
        Line++;
        return end < 0 ? bytes.Length : end + 1;
    }

    private BroadcastListRow Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            reader.Read();
            var row = reader.TokenType == JsonTokenType.StartObject ? ReadObject(ref reader) : Bad(Wrong("line", "Object"));

            // What follows the object is an error too, and only found when it is read.
            while (row.Fault is null && reader.Read())
            {
            }

            return row;
        }
        catch (JsonException exception)
        {
            return Bad(new("line", RuleCodes.Json, ("line", Line), ("position", (exception.BytePositionInLine ?? 0) + 1)));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped: no text.
            return Bad(new("line", RuleCodes.ControlCharacter));
        }
    }

    private BroadcastListRow ReadObject(ref Utf8JsonReader reader)
    {
        string? openId = null, userId = null, data = null;
        _seen.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var known = Known(name);
            if (known is null)
            {
                return Bad(new(Shortened(name), RuleCodes.UnknownProperty, ("known", $"{ListFields.OpenId}, {ListFields.UserId}, {Data}")));
            }

            if (!_seen.Add(known))
            {
                return Bad(new(known, RuleCodes.Duplicate, ("value", known)));
            }

            reader.Read();
            switch (known)
            {
                case Data when reader.TokenType == JsonTokenType.StartObject:
                    if (ReadData(ref reader, out data) is { } fault)
                    {
                        return Bad(fault);
                    }

                    break;
                case Data when reader.TokenType != JsonTokenType.Null:
                    return Bad(Wrong(Data, "Object"));
                case ListFields.OpenId or ListFields.UserId when reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null):
                    return Bad(Wrong(known, "Text"));
                case ListFields.OpenId:
                    openId = reader.GetString();
                    break;
                case ListFields.UserId:
                    userId = reader.GetString();
                    break;
            }
        }

        return ListFields.Row(Line, openId, userId, data);
    }

    private RuleViolation? ReadData(ref Utf8JsonReader reader, out string? data)
    {
        data = null;
        _data.Clear();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (fields.Fault(name) is { } fault)
            {
                return fault;
            }

            if (!seen.Add(name))
            {
                return new("data." + name, RuleCodes.Duplicate, ("value", name));
            }

            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    _data.Add(name, reader.GetString()!);
                    break;
                case JsonTokenType.Number when reader.TryGetDecimal(out var number):
                    _data.Add(name, number);
                    break;
                case JsonTokenType.Number:
                    return new("data." + name, RuleCodes.OutOfRange, ("min", decimal.MinValue), ("max", decimal.MaxValue));
                case JsonTokenType.True or JsonTokenType.False:
                    _data.Add(name, reader.GetBoolean());
                    break;
                case JsonTokenType.Null:
                    break;
                default:
                    return new("data." + name, RuleCodes.ValueType, ("type", reader.TokenType == JsonTokenType.StartObject ? "object" : "array"));
            }
        }

        data = _data.End();
        return null;
    }

    private static string? Known(string name)
        => Array.Find([ListFields.OpenId, ListFields.UserId, Data], known => known.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static RuleViolation Wrong(string field, string expected) => new(field, RuleCodes.JsonType, ("expected", "L:JsonType:" + expected));

    private static string Shortened(string name) => name.Length > 64 ? name[..64] : name;

    private BroadcastListRow Bad(RuleViolation fault) => BroadcastListRow.Bad(Line, fault);
}
