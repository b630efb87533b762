using Microsoft.Extensions.Logging;

namespace WeChatNotifications.Callbacks;

/// <summary>Log lines about pushed messages. Never a user, never a content. A flood of forgeries must not flood the log: refusals are counted, not logged.</summary>
internal static partial class CallbackLog
{
    [LoggerMessage(1101, LogLevel.Warning, "A push for app {AppId} is signed rightly, but its time is {Skew} away from this machine's: is the clock right?")]
    public static partial void ClockSkew(ILogger logger, string appId, TimeSpan skew);

    [LoggerMessage(1102, LogLevel.Warning, "A push for app {AppId} is signed rightly, but cannot be decrypted: the EncodingAESKey here and in WeChat's settings differ")]
    public static partial void WrongKey(ILogger logger, string appId);

    [LoggerMessage(1103, LogLevel.Error, "The callback keys of app {AppId} cannot be decrypted: the key ring that protected them is missing. Enter them again")]
    public static partial void KeysUnreadable(ILogger logger, string appId);

    [LoggerMessage(1104, LogLevel.Warning, "The callback keys in database {Partition} cannot be read now; those known go on being used")]
    public static partial void KeysUnavailable(ILogger logger, string partition, Exception exception);

    [LoggerMessage(1105, LogLevel.Error, "Storing {Count} pushed messages of app {AppId} failed; trying again in {Wait}")]
    public static partial void StoreFailed(ILogger logger, int count, string appId, TimeSpan wait, Exception exception);

    [LoggerMessage(1106, LogLevel.Error, "The host stopped before {Count} pushed messages were stored")]
    public static partial void Lost(ILogger logger, int count);

    [LoggerMessage(1107, LogLevel.Error, "The handler {Handler} failed at a message {MsgType} {Event} of app {AppId}")]
    public static partial void HandlerFailed(ILogger logger, string handler, string msgType, string @event, string appId, Exception exception);

    [LoggerMessage(1108, LogLevel.Warning, "The handler {Handler} did not end in {Timeout} with a message {MsgType} {Event} of app {AppId}; the next message is handled meanwhile")]
    public static partial void HandlerTimedOut(ILogger logger, string handler, TimeSpan timeout, string msgType, string @event, string appId);

    [LoggerMessage(1109, LogLevel.Warning, "The distributed cache cannot say whether a push came to another node before; this node's own memory decides")]
    public static partial void SharedMemoryFailed(ILogger logger, Exception exception);

    [LoggerMessage(1110, LogLevel.Information, "{Count} receipts of WeChat's were given up after a day: their deliveries are not ours")]
    public static partial void ReceiptsGivenUp(ILogger logger, int count);

    [LoggerMessage(1111, LogLevel.Warning, "{Count} pushed messages wait for being stored: there is no room for more, and WeChat is asked to send again")]
    public static partial void QueueFull(ILogger logger, int count);

    [LoggerMessage(1112, LogLevel.Warning, "WeChat's check of the address of app {AppId} was answered, but could not be noted")]
    public static partial void AddressCheckNotNoted(ILogger logger, string appId, Exception exception);
}
