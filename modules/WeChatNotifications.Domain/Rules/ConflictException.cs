using WeChatNotifications.Broadcasts;
using WeChatNotifications.Recipients;

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

    /// <summary>An import of followers in <paramref name="status"/> does not allow that.</summary>
    public static ConflictException ImportState(FollowerImportStatus status) => new(
        WeChatNotificationsErrorCodes.FollowerImportState,
        $"The import of followers is {status}.",
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["status"] = "L:ImportStatus:" + status });

    /// <summary>The app has an import of followers that is not over.</summary>
    public static ConflictException ImportRunning() => new(
        WeChatNotificationsErrorCodes.FollowerImportRunning, "The app has an import of followers that is not over.", new Dictionary<string, object?>(StringComparer.Ordinal));

    /// <summary>A broadcast in <paramref name="status"/> does not allow that.</summary>
    public static ConflictException BroadcastState(BroadcastStatus status) => new(
        WeChatNotificationsErrorCodes.BroadcastState,
        $"The broadcast is {status}.",
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["status"] = "L:BroadcastStatus:" + status });

    /// <summary>Several tenants have registered the same WeChat account.</summary>
    public static ConflictException AmbiguousApp(string appId) => new(
        WeChatNotificationsErrorCodes.AmbiguousApp,
        $"Several tenants have registered {appId}.",
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["appId"] = appId });
}
