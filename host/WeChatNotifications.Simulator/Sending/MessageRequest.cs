using System.Text;
using System.Text.Json;
using WeChatNotifications.Simulator.Reports;

namespace WeChatNotifications.Simulator.Sending;

/// <summary>One key of the data. A null value means that there is none; not text means an object or an array in its place.</summary>
internal readonly record struct DataEntry(string Key, string? Value, bool IsText);

/// <summary>What the bodies of all message calls share, read leniently: what is missing or of the wrong type is empty, and judged later.</summary>
internal abstract class MessageRequest
{
    public string ToUser { get; private set; } = "";

    public string TemplateId { get; private set; } = "";

    /// <summary>A page of a mini program.</summary>
    public string Page { get; protected set; } = "";

    /// <summary>A web page the message leads to.</summary>
    public string Url { get; protected set; } = "";

    public List<DataEntry> Data { get; } = new(capacity: 6);

    /// <returns>False: not JSON, or text that is not UTF-8, or not an object. The caller answers 47001.</returns>
    public bool TryRead(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            ReadObject(ref reader);
            // Anything after the object makes the reader throw.
            return !reader.Read();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Whether JSON spells a character as <c>\uXXXX</c>. A backslash that is itself escaped does not count.</summary>
    public static bool HasEscapedUnicode(ReadOnlySpan<byte> json)
    {
        while (json.IndexOf((byte)'\\') is var at and >= 0 && at + 1 < json.Length)
        {
            if (json[at + 1] == 'u')
            {
                return true;
            }

            json = json[(at + 2)..];
        }

        return false;
    }

    public bool TryFind(string key, out DataEntry found)
    {
        foreach (var entry in Data)
        {
            if (entry.Key == key)
            {
                found = entry;
                return true;
            }
        }

        found = default;
        return false;
    }

    /// <summary>Adds what the body says to a message that is shown.</summary>
    public virtual SimulatedMessage Describe(SimulatedMessage message) => message with { Page = Page, Url = Url, Data = Values() };

    /// <summary>Reads the object the reader stands at, up to its end.</summary>
    protected void ReadObject(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("touser"u8))
            {
                ToUser = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("template_id"u8))
            {
                TemplateId = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                ReadData(ref reader);
            }
            else if (!TryReadProperty(ref reader))
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    /// <summary>Reads what only this call has.</summary>
    /// <returns>False: the name is none of its own, and nothing has been read.</returns>
    protected abstract bool TryReadProperty(ref Utf8JsonReader reader);

    protected static string ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString()!;
        }

        reader.Skip();
        return "";
    }

    /// <summary>The values by key; of a key given twice the first, as in <see cref="TryFind"/>.</summary>
    private Dictionary<string, string> Values()
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in Data)
        {
            values.TryAdd(entry.Key, entry.Value ?? "");
        }

        return values;
    }

    private void ReadData(ref Utf8JsonReader reader)
    {
        reader.Read();
        Data.Clear();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            // Data encoded twice arrives as a string: WeChat finds no key in it.
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            Data.Add(ReadEntry(ref reader, key));
        }
    }

    private static DataEntry ReadEntry(ref Utf8JsonReader reader, string key)
    {
        var entry = new DataEntry(key, Value: null, IsText: true);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return entry;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isValue = reader.ValueTextEquals("value"u8);
            reader.Read();
            if (isValue)
            {
                entry = reader.TokenType switch
                {
                    JsonTokenType.Null => entry with { Value = null, IsText = true },
                    JsonTokenType.String => entry with { Value = reader.GetString(), IsText = true },
                    JsonTokenType.StartObject or JsonTokenType.StartArray => entry with { Value = "", IsText = false },
                    _ => entry with { Value = Encoding.UTF8.GetString(reader.ValueSpan), IsText = true },
                };
            }

            reader.Skip();
        }

        return entry;
    }
}
