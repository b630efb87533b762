namespace WeChatNotifications.Rules;

/// <summary>The thing asked for does not exist for this tenant. Another tenant's things look just the same.</summary>
public sealed class EntityNotFoundException(string entity, object id)
    : WeChatNotificationsException(
        WeChatNotificationsErrorCodes.NotFound,
        $"There is no {entity} {id}.",
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["entity"] = "L:Entity:" + entity, ["id"] = id });
