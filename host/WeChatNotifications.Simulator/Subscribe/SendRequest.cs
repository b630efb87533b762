using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace WeChatNotifications.Simulator.Subscribe;

/// <summary>One key of the data. A null value means that there is none; not text means an object or an array in its place.</summary>
internal readonly record struct DataEntry(string Key, string? Value, bool IsText);

/// <summary>The body of subscribe/send, read leniently: what is missing or of the wrong type is empty, and judged later.</summary>
internal sealed class SendRequest
{
    public string ToUser { get; private set; } = "";

    public string TemplateId { get; private set; } = "";

    public string Page { get; private set; } = "";

    public string State { get; private set; } = "";

    public string Language { get; private set; } = "";

    public List<DataEntry> Data { get; } = new(capacity: 6);

    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out SendRequest? request)
    {
        request = null;
        try
        {
            var read = new SendRequest();
            if (!read.Read(body))
            {
                return false;
            }

            request = read;
            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Not JSON, or text that is not UTF-8: the caller answers 47001.
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

    /// <summary>The values by key; of a key given twice the first, as in <see cref="TryFind"/>.</summary>
    public Dictionary<string, string> Values()
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in Data)
        {
            values.TryAdd(entry.Key, entry.Value ?? "");
        }

        return values;
    }

    private bool Read(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

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
            else if (reader.ValueTextEquals("page"u8))
            {
                Page = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                ReadData(ref reader);
            }
            else if (reader.ValueTextEquals("miniprogram_state"u8))
            {
                State = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("lang"u8))
            {
                Language = ReadText(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // Anything after the object makes the reader throw.
        return !reader.Read();
    }

    private static string ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString()!;
        }

        reader.Skip();
        return "";
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
