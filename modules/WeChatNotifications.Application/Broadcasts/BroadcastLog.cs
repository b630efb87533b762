using Microsoft.Extensions.Logging;

namespace WeChatNotifications.Broadcasts;

internal static partial class BroadcastLog
{
    [LoggerMessage(7011, LogLevel.Information, "Broadcast {BroadcastId} has begun")]
    public static partial void Begun(ILogger logger, Guid broadcastId);

    [LoggerMessage(7012, LogLevel.Information, "Broadcast {BroadcastId}: all {Recipients} recipients are in the queue")]
    public static partial void Expanded(ILogger logger, Guid broadcastId, long recipients);

    [LoggerMessage(7013, LogLevel.Information, "Broadcast {BroadcastId} is completed: {Recipients} recipients")]
    public static partial void Completed(ILogger logger, Guid broadcastId, long recipients);

    [LoggerMessage(7014, LogLevel.Error, "Broadcast {BroadcastId} cannot go on: {Cause}")]
    public static partial void Failed(ILogger logger, Guid broadcastId, string cause);

    [LoggerMessage(7015, LogLevel.Error, "Broadcast {BroadcastId} met a fault while {Activity}; it is tried again")]
    public static partial void Fault(ILogger logger, Guid broadcastId, string activity, Exception exception);

    [LoggerMessage(7016, LogLevel.Information, "Broadcast {BroadcastId}: {Moved} waiting messages were {Done}")]
    public static partial void Moved(ILogger logger, Guid broadcastId, int moved, string done);

    [LoggerMessage(7017, LogLevel.Information, "Broadcast {BroadcastId}: its audience source is read to the end")]
    public static partial void Staged(ILogger logger, Guid broadcastId);

    [LoggerMessage(7018, LogLevel.Warning, "Broadcast {BroadcastId}: its audience source {Source} failed while it was tried out")]
    public static partial void SourceFault(ILogger logger, Guid broadcastId, string source, Exception exception);
}
