namespace WeChatNotifications.Rules;

/// <summary>The operation does not fit the present state of the thing: changed by somebody else, in use, or in another status.</summary>
public sealed class ConflictException(string code, string message, IReadOnlyDictionary<string, object?> arguments)
    : WeChatNotificationsException(code, message, arguments)
{
    /// <summary>Somebody else changed <paramref name="entity"/> meanwhile.</summary>
    public static ConflictException Changed(string entity) => new(
        WeChatNotificationsErrorCodes.ConcurrencyConflict,
        $"Somebody else changed this {entity} meanwhile.",
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["entity"] = "L:Entity:" + entity });

    /// <summary><paramref name="entity"/> cannot be removed while <paramref name="user"/> depends on it.</summary>
    public static ConflictException InUse(string entity, string user) => new(
        WeChatNotificationsErrorCodes.InUse,
        $"This {entity} is in use by {user}.",
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["entity"] = "L:Entity:" + entity, ["user"] = user });
}
