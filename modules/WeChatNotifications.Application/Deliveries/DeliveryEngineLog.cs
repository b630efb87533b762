using Microsoft.Extensions.Logging;

namespace WeChatNotifications.Deliveries;

/// <summary>Log lines of the delivery engine. A single message's fate stands in the delivery log, not here: refusals are normal business.</summary>
internal static partial class DeliveryEngineLog
{
    [LoggerMessage(1001, LogLevel.Information, "The delivery engine has started, database {Partition}")]
    public static partial void Started(ILogger logger, string partition);

    [LoggerMessage(1002, LogLevel.Information, "The delivery engine has stopped, database {Partition}; {Released} claimed messages went back to the queue, {Unrecorded} outcomes were not recorded")]
    public static partial void Stopped(ILogger logger, string partition, int released, int unrecorded);

    [LoggerMessage(1003, LogLevel.Warning, "App {AppId} is paused until {Until}: WeChat answered {ErrorCode} ({Detail})")]
    public static partial void AppPaused(ILogger logger, string appId, DateTimeOffset? until, int? errorCode, string? detail);

    [LoggerMessage(1004, LogLevel.Warning, "WeChat does not answer for app {AppId}; the next probe is in {Wait}")]
    public static partial void CircuitOpened(ILogger logger, string appId, TimeSpan wait);

    [LoggerMessage(1005, LogLevel.Information, "WeChat answers again for app {AppId}")]
    public static partial void CircuitClosed(ILogger logger, string appId);

    [LoggerMessage(1006, LogLevel.Error, "Recording {Count} outcomes failed; trying again in {Wait}")]
    public static partial void RecordFailed(ILogger logger, int count, TimeSpan wait, Exception exception);

    [LoggerMessage(1007, LogLevel.Warning, "{Count} outcomes came after their lease had lapsed; whoever holds those messages now decides about them")]
    public static partial void LateOutcomes(ILogger logger, int count);

    [LoggerMessage(1008, LogLevel.Warning, "{Count} claimed messages were left alone because the lease was about to lapse")]
    public static partial void LeaseLapsed(ILogger logger, int count);

    [LoggerMessage(1009, LogLevel.Warning, "Took back messages of a node that stopped: {Requeued} queued again, {Held} held for a person, {Failed} given up")]
    public static partial void Reaped(ILogger logger, int requeued, int held, int failed);

    [LoggerMessage(1010, LogLevel.Error, "The delivery engine met a fault while {Activity}; it goes on")]
    public static partial void Fault(ILogger logger, string activity, Exception exception);

    [LoggerMessage(1011, LogLevel.Error, "Sending delivery {DeliveryId} met a fault; its outcome is unknown until the lease lapses")]
    public static partial void DeliveryFault(ILogger logger, Guid deliveryId, Exception exception);
}
