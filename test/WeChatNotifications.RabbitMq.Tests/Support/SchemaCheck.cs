using System.Text.Json;
using System.Text.RegularExpressions;

namespace WeChatNotifications.RabbitMq.Tests.Support;

/// <summary>As much of JSON Schema as the published one uses; a keyword that it does not know is an error, not a pass.</summary>
internal sealed class SchemaCheck(JsonDocument schema)
{
    private static readonly HashSet<string> SaysNothing = ["$schema", "$id", "$defs", "title", "description"];

    public static SchemaCheck Load(string path) => new(JsonDocument.Parse(File.ReadAllText(path)));

    public bool Accepts(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Accepts(schema.RootElement, document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool Accepts(JsonElement rules, JsonElement value) => rules.EnumerateObject().All(rule => SaysNothing.Contains(rule.Name) || rule.Name switch
    {
        "$ref" => Accepts(rule.Value.GetString()!.Split('/').Skip(1).Aggregate(schema.RootElement, (at, name) => at.GetProperty(name)), value),
        "oneOf" => rule.Value.EnumerateArray().Count(one => Accepts(one, value)) == 1,
        "anyOf" => rule.Value.EnumerateArray().Any(one => Accepts(one, value)),
        "type" => Types(rule.Value).Any(type => Is(type, value)),
        "enum" => rule.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)),
        "required" => value.ValueKind != JsonValueKind.Object || rule.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "properties" => value.ValueKind != JsonValueKind.Object
            || rule.Value.EnumerateObject().All(p => !value.TryGetProperty(p.Name, out var own) || Accepts(p.Value, own)),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject().All(p => IsDeclared(rules, p.Name) || Allows(rule.Value, p.Value)),
        "items" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().All(item => Accepts(rule.Value, item)),
        "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= rule.Value.GetInt32(),
        "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= rule.Value.GetInt32(),
        "maxLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.Length <= rule.Value.GetInt32(),
        "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.Value.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)),
        _ => throw new NotSupportedException($"The schema uses {rule.Name}, which this check does not know."),
    });

    private bool Allows(JsonElement rule, JsonElement value) => rule.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Accepts(rule, value),
    };

    private static bool IsDeclared(JsonElement rules, string name) => rules.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out _);

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!) : [type.GetString()!];

    private static bool Is(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new NotSupportedException(type),
    };
}
