using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using WeChatNotifications.Broadcasts;

namespace WeChatNotifications.Abp.Json;

/// <summary>
/// Values of templates in the module's inputs, as the plain API reads them. ABP's own converter would take every text that looks like a date
/// for one, and numbers for <see cref="double"/>.
/// </summary>
internal sealed class ModuleValuesJson : JsonConverter<IReadOnlyDictionary<string, object?>>
{
    private static readonly ModuleValuesJson Instance = new();

    /// <summary>Has the module's own types read so, and nothing of the host's.</summary>
    public static void Modify(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.Assembly != typeof(SaveBroadcastDto).Assembly)
        {
            return;
        }

        foreach (var property in type.Properties.Where(p => p.PropertyType == typeof(IReadOnlyDictionary<string, object?>)))
        {
            property.CustomConverter = Instance;
        }
    }

    public override IReadOnlyDictionary<string, object?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("The values of a template are an object.");
        }

        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            values[property.Name] = property.Value.Clone();
        }

        return values;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, object?> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, item) in value)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, item, item?.GetType() ?? typeof(object), options);
        }

        writer.WriteEndObject();
    }
}
