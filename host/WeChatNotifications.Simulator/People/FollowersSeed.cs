using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatNotifications.Simulator.People;

/// <summary>
/// The followers of an official account: in JSON a number (so many are generated), a list of openids, or an object with both.
/// </summary>
[JsonConverter(typeof(FollowersSeedConverter))]
public sealed record FollowersSeed
{
    /// <summary>How many to generate, 0 to 50,000,000; never fewer than before. Their openids depend on the appid and their number alone, and take no memory.</summary>
    [Range(0, 50_000_000)]
    public int? Count { get; init; }

    /// <summary>Gives each generated follower this followed by a number (from 0) as unionid. Null: none.</summary>
    public string? UnionIdPrefix { get; init; }

    /// <summary>These follow too, after the generated ones.</summary>
    [Required]
    public IReadOnlyList<string> OpenIds { get; set; } = [];

    public static implicit operator FollowersSeed(int count) => FromInt32(count);

    public static FollowersSeed FromInt32(int count) => new() { Count = count };
}

/// <summary>Reads the three forms and writes the object.</summary>
internal sealed class FollowersSeedConverter : JsonConverter<FollowersSeed>
{
    public override FollowersSeed Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => new() { Count = reader.GetInt32() },
        JsonTokenType.StartArray => new() { OpenIds = ReadOpenIds(ref reader) },
        JsonTokenType.StartObject => ReadObject(ref reader),
        _ => throw new JsonException("Followers are a number, a list of openids, or an object."),
    };

    public override void Write(Utf8JsonWriter writer, FollowersSeed value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.Count is { } count)
        {
            writer.WriteNumber("count", count);
        }

        writer.WriteString("unionIdPrefix", value.UnionIdPrefix);
        writer.WriteStartArray("openIds");
        foreach (var openId in value.OpenIds)
        {
            writer.WriteStringValue(openId);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static FollowersSeed ReadObject(ref Utf8JsonReader reader)
    {
        var seed = new FollowersSeed();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            seed = name switch
            {
                "count" => seed with { Count = reader.TokenType == JsonTokenType.Null ? null : reader.GetInt32() },
                "unionIdPrefix" => seed with { UnionIdPrefix = reader.GetString() },
                "openIds" => seed with { OpenIds = ReadOpenIds(ref reader) },
                _ => throw new JsonException($"Followers have no '{name}'."),
            };
        }

        return seed;
    }

    private static List<string> ReadOpenIds(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("The openids of followers are a list.");
        }

        var openIds = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            openIds.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("The openids of followers are texts."));
        }

        return openIds;
    }
}
