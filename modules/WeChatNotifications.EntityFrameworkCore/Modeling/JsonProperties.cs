using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeChatNotifications.EntityFrameworkCore.Modeling;

/// <summary>Small values that are only ever read together, kept as one JSON text on every provider.</summary>
internal static class JsonProperties
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>A list of values.</summary>
    public static PropertyBuilder<IReadOnlyList<TItem>> IsJsonList<TItem>(this PropertyBuilder<IReadOnlyList<TItem>> property) => property.HasConversion(
        items => JsonSerializer.Serialize(items, Json),
        text => (IReadOnlyList<TItem>)JsonSerializer.Deserialize<List<TItem>>(text, Json)!,
        new ValueComparer<IReadOnlyList<TItem>>((a, b) => a!.SequenceEqual(b!), items => items.Count, items => items.ToList()));

    /// <summary>A single value, or none.</summary>
    public static PropertyBuilder<TValue?> IsJson<TValue>(this PropertyBuilder<TValue?> property)
        where TValue : class
        => property.HasConversion(value => JsonSerializer.Serialize(value, Json), text => JsonSerializer.Deserialize<TValue>(text, Json));
}
