using System.Globalization;
using System.Text.Json;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;

namespace WeChatNotifications.RabbitMq.Sending;

/// <summary>
/// Reads requests as <c>docs/schemas/notifications.send.schema.json</c> has them, and says everything that is wrong with one: each field with the rule
/// that it breaks, and no value of the request.
/// </summary>
internal static class SendRequestReader
{
    private const string TenantField = "tenant";
    private const string ListField = "notifications";

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "template", "to", "toUsers", "data", "keywords", "notBefore", "expiresAt", "priority", "dedupKey",
    };

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };

    /// <summary>Reads one; null when anything is wrong, which <paramref name="check"/> then says.</summary>
    public static SendRequest? Read(ReadOnlyMemory<byte> body, RuleCheck check)
    {
        try
        {
            using var json = JsonDocument.Parse(body, Strict);
            var request = Request(json.RootElement, check);
            return check.IsClean ? request : null;
        }
        catch (JsonException)
        {
            check.Add(new("", RuleCodes.Json));
            return null;
        }
    }

    private static SendRequest? Request(JsonElement root, RuleCheck check)
    {
        if (!Expect(root, JsonValueKind.Object, "", "L:JsonType:Object", check))
        {
            return null;
        }

        var tenant = root.TryGetProperty(TenantField, out var named) ? Text(named, TenantField, check) : null;
        if (!root.TryGetProperty(ListField, out var list))
        {
            return new SendRequest(tenant, [Notification(root, "", isRoot: true, check)]);
        }

        foreach (var property in root.EnumerateObject().Where(p => p.Name is not (TenantField or ListField)))
        {
            check.Add(new(Short(property.Name), RuleCodes.UnknownProperty));
        }

        if (!Expect(list, JsonValueKind.Array, ListField, "L:JsonType:List", check))
        {
            return null;
        }

        var count = list.GetArrayLength();
        if (count is 0 or > SendRequest.MaxNotifications)
        {
            check.Add(new(ListField, RuleCodes.Count, ("min", 1), ("max", SendRequest.MaxNotifications)));
            return null;
        }

        return new SendRequest(tenant, [.. list.EnumerateArray().Select((item, i) => Notification(item, $"{ListField}[{i}]", isRoot: false, check))]);
    }

    private static Notification Notification(JsonElement item, string path, bool isRoot, RuleCheck check)
    {
        var prefix = isRoot ? "" : path + ".";
        if (!Expect(item, JsonValueKind.Object, path, "L:JsonType:Object", check))
        {
            return new Notification { Template = "", To = NotificationRecipients.OpenIds([]) };
        }

        foreach (var property in item.EnumerateObject().Where(p => !Known.Contains(p.Name) && !(isRoot && p.Name == TenantField)))
        {
            check.Add(new(prefix + Short(property.Name), RuleCodes.UnknownProperty));
        }

        if (Field(item, "template") is not { } template)
        {
            check.Add(new(prefix + "template", RuleCodes.Required));
            template = default;
        }

        return new Notification
        {
            Template = template.ValueKind == JsonValueKind.Undefined ? "" : Text(template, prefix + "template", check) ?? "",
            To = Recipients(item, prefix, check),
            Data = Data(item, prefix + "data", check),
            Keywords = Keywords(item, prefix + "keywords", check),
            NotBefore = Instant(item, "notBefore", prefix, check),
            ExpiresAt = Instant(item, "expiresAt", prefix, check),
            Priority = Priority(item, prefix + "priority", check),
            DedupKey = Field(item, "dedupKey") is { } key ? Text(key, prefix + "dedupKey", check) : null,
        };
    }

    private static NotificationRecipients Recipients(JsonElement item, string prefix, RuleCheck check)
    {
        List<string> openIds = [];
        if (Field(item, "to") is { } to)
        {
            openIds = to.ValueKind switch
            {
                JsonValueKind.String => [to.GetString()!],
                JsonValueKind.Array => Texts(to, prefix + "to", check),
                _ => Wrong(prefix + "to", "L:JsonType:Recipients", check),
            };
        }

        List<string> users = Field(item, "toUsers") is { } named && Expect(named, JsonValueKind.Array, prefix + "toUsers", "L:JsonType:List", check)
            ? Texts(named, prefix + "toUsers", check)
            : [];
        if (Field(item, "to") is null && Field(item, "toUsers") is null)
        {
            check.Add(new(prefix + "to", RuleCodes.Required));
        }

        return NotificationRecipients.OpenIds(openIds).And(NotificationRecipients.UserIds(users));
    }

    private static Dictionary<string, object?> Data(JsonElement item, string path, RuleCheck check)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (Field(item, "data") is { } data && Expect(data, JsonValueKind.Object, path, "L:JsonType:Object", check))
        {
            foreach (var property in data.EnumerateObject())
            {
                values[property.Name] = Value(property.Value, path + "." + Short(property.Name), check);
            }
        }

        return values;
    }

    private static IReadOnlyList<object?>? Keywords(JsonElement item, string path, RuleCheck check)
        => Field(item, "keywords") is { } keywords && Expect(keywords, JsonValueKind.Array, path, "L:JsonType:List", check)
            ? [.. keywords.EnumerateArray().Select((value, i) => Value(value, $"{path}[{i}]", check))]
            : null;

    private static DateTimeOffset? Instant(JsonElement item, string name, string prefix, RuleCheck check)
    {
        if (Field(item, name) is not { } element)
        {
            return null;
        }

        // A time without an offset would silently take the server's zone.
        if (element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 10 } text && text[10] == 'T'
            && (text[^1] == 'Z' || text.AsSpan(10).ContainsAny('+', '-'))
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant))
        {
            return instant;
        }

        check.Add(new(prefix + name, RuleCodes.JsonType, ("expected", "L:JsonType:Instant")));
        return null;
    }

    private static DeliveryPriority Priority(JsonElement item, string path, RuleCheck check)
    {
        if (Field(item, "priority") is not { } element)
        {
            return DeliveryPriority.Transactional;
        }

        switch (element.ValueKind == JsonValueKind.String ? element.GetString() : null)
        {
            case "transactional":
                return DeliveryPriority.Transactional;
            case "normal":
                return DeliveryPriority.Normal;
            case "bulk":
                return DeliveryPriority.Bulk;
            default:
                check.Add(new(path, RuleCodes.NotAllowed, ("allowed", "transactional, normal, bulk")));
                return DeliveryPriority.Transactional;
        }
    }

    private static object? Value(JsonElement element, string path, RuleCheck check)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number when element.TryGetDecimal(out var number):
                return number;
            case JsonValueKind.Number:
                check.Add(new(path, RuleCodes.OutOfRange, ("min", decimal.MinValue), ("max", decimal.MaxValue)));
                return null;
            case JsonValueKind.True or JsonValueKind.False:
                return element.GetBoolean();
            case JsonValueKind.Null:
                return null;
            default:
                check.Add(new(path, RuleCodes.ValueType, ("type", JsonNamingPolicy.CamelCase.ConvertName(element.ValueKind.ToString()))));
                return null;
        }
    }

    /// <summary>A property that is there and not null: null says the same as nothing.</summary>
    private static JsonElement? Field(JsonElement item, string name)
        => item.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Text(JsonElement element, string path, RuleCheck check)
        => element.ValueKind == JsonValueKind.Null || !Expect(element, JsonValueKind.String, path, "L:JsonType:Text", check) ? null : element.GetString();

    private static List<string> Texts(JsonElement list, string path, RuleCheck check)
        => [.. list.EnumerateArray().Select((element, i) => element.ValueKind == JsonValueKind.Null ? Missing($"{path}[{i}]", check) : Text(element, $"{path}[{i}]", check) ?? "")];

    private static string Missing(string path, RuleCheck check)
    {
        check.Add(new(path, RuleCodes.Required));
        return "";
    }

    private static List<string> Wrong(string path, string expected, RuleCheck check)
    {
        check.Add(new(path, RuleCodes.JsonType, ("expected", expected)));
        return [];
    }

    private static bool Expect(JsonElement element, JsonValueKind kind, string path, string expected, RuleCheck check)
    {
        if (element.ValueKind == kind)
        {
            return true;
        }

        check.Add(new(path, RuleCodes.JsonType, ("expected", expected)));
        return false;
    }

    /// <summary>Names come from the sender, and errors travel in headers.</summary>
    private static string Short(string name) => name.Length <= 64 ? name : name[..64];
}
