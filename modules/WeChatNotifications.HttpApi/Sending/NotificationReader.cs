using System.Text.Json;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;

namespace WeChatNotifications.HttpApi.Sending;

/// <summary>Turns a request's JSON into a notification, or says for each value that does not fit what is wrong with it.</summary>
internal static class NotificationReader
{
    public static Notification Read(SendNotificationRequest request)
    {
        var check = new RuleCheck();
        var recipients = Recipients(request.To, check);
        var data = Data(request.Data, check);
        var keywords = Keywords(request.Keywords, check);
        check.ThrowIfBroken();
        return new()
        {
            Template = request.Template ?? "",
            To = NotificationRecipients.OpenIds(recipients).And(NotificationRecipients.UserIds((request.ToUsers ?? []).Select(u => u ?? ""))),
            Data = data,
            Keywords = keywords,
            NotBefore = request.NotBefore,
            ExpiresAt = request.ExpiresAt,
            Priority = request.Priority,
            DedupKey = request.DedupKey,
        };
    }

    private static List<string> Recipients(JsonElement to, RuleCheck check)
    {
        var openIds = new List<string>();
        switch (to.ValueKind)
        {
            case JsonValueKind.String:
                openIds.Add(to.GetString()!);
                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in to.EnumerateArray().Index())
                {
                    if (item.ValueKind == JsonValueKind.String)
                    {
                        openIds.Add(item.GetString()!);
                    }
                    else
                    {
                        check.Add(new($"to[{index}]", RuleCodes.JsonType, ("expected", "L:JsonType:Text")));
                    }
                }

                break;
            case JsonValueKind.Undefined or JsonValueKind.Null:
                // The notifier says that a recipient is required, together with whatever else is missing.
                break;
            default:
                check.Add(new("to", RuleCodes.JsonType, ("expected", "L:JsonType:Recipients")));
                break;
        }

        return openIds;
    }

    private static Dictionary<string, object?> Data(IReadOnlyDictionary<string, JsonElement>? data, RuleCheck check)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, element) in data ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
        {
            values[name] = Value("data." + name, element, check);
        }

        return values;
    }

    private static IReadOnlyList<object?>? Keywords(JsonElement keywords, RuleCheck check)
    {
        switch (keywords.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return null;
            case JsonValueKind.String:
                return [.. keywords.GetString()!.Split(',', StringSplitOptions.TrimEntries)];
            case JsonValueKind.Array:
                return [.. keywords.EnumerateArray().Select((item, i) => Value($"keywords[{i}]", item, check))];
            default:
                check.Add(new("keywords", RuleCodes.JsonType, ("expected", "L:JsonType:Keywords")));
                return null;
        }
    }

    private static object? Value(string field, JsonElement element, RuleCheck check) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number when element.TryGetDecimal(out var number) => number,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        _ => Refuse(field, element.ValueKind, check),
    };

    private static object? Refuse(string field, JsonValueKind kind, RuleCheck check)
    {
        check.Add(kind == JsonValueKind.Number
            ? new(field, RuleCodes.OutOfRange, ("min", decimal.MinValue), ("max", decimal.MaxValue))
            : new(field, RuleCodes.ValueType, ("type", JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()))));
        return null;
    }
}
