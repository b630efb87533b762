using System.Text.Json;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.MiniProgram;

namespace WeChatNotifications.HttpApi.MiniProgram;

/// <summary>
/// A report as it is read. Its items are taken apart one by one: one that an old or broken front end wrote wrongly must not cost the user the
/// permits beside it, for they cannot be collected again.
/// </summary>
internal sealed record PermitReportBody
{
    public Guid? ReportId { get; init; }

    public IReadOnlyList<JsonElement>? FormIds { get; init; }

    public IReadOnlyList<JsonElement>? PrepayIds { get; init; }

    public IReadOnlyList<JsonElement>? Subscriptions { get; init; }

    public PermitReport ToReport() => new()
    {
        ReportId = ReportId ?? Guid.Empty,
        FormIds = [.. (FormIds ?? []).Select(item => FormIdOf(item, "formId", "collectedAt"))],
        PrepayIds = [.. (PrepayIds ?? []).Select(item => FormIdOf(item, "prepayId", "paidAt"))],
        Subscriptions = [.. (Subscriptions ?? []).Select(SubscriptionOf)],
    };

    private static ReportedFormId FormIdOf(JsonElement item, string idProperty, string atProperty)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return new(null, null) { UnreadableProperty = "" };
        }

        return TryText(item, idProperty, out var id)
            ? TryMoment(item, atProperty, out var at) ? new(id, at) : new(id, null) { UnreadableProperty = atProperty }
            : new(null, null) { UnreadableProperty = idProperty };
    }

    private static ReportedSubscription SubscriptionOf(JsonElement item)
    {
        var results = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (item.ValueKind != JsonValueKind.Object)
        {
            return new(results, null) { UnreadableProperty = "" };
        }

        if (!TryMoment(item, "at", out var at))
        {
            return new(results, null) { UnreadableProperty = "at" };
        }

        switch (item.TryGetProperty("results", out var given) ? given.ValueKind : JsonValueKind.Null)
        {
            case JsonValueKind.Null:
                break;
            case JsonValueKind.Object:
                foreach (var result in given.EnumerateObject())
                {
                    // A word that is no text is none of WeChat's, and is refused as such.
                    results[result.Name] = result.Value.ValueKind == JsonValueKind.String ? result.Value.GetString() : null;
                }

                break;
            default:
                return new(results, at) { UnreadableProperty = "results" };
        }

        return new(results, at);
    }

    private static bool TryText(JsonElement item, string property, out string? text)
    {
        text = null;
        if (!item.TryGetProperty(property, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return text is not null;
    }

    private static bool TryMoment(JsonElement item, string property, out DateTimeOffset? moment)
    {
        moment = null;
        if (!item.TryGetProperty(property, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var milliseconds)
            && milliseconds >= 0 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            moment = DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
        }
        else if (value.ValueKind == JsonValueKind.String && InstantConverter.TryParse(value.GetString(), out var instant))
        {
            moment = instant;
        }

        return moment is not null;
    }
}
