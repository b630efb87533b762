using Microsoft.Extensions.Logging;

namespace WeChatNotifications.Tokens;

/// <summary>Log lines about tokens. Never a token, never a secret.</summary>
internal static partial class TokenLog
{
    [LoggerMessage(2001, LogLevel.Information, "WeChat does not accept the access token of {AppId} any more; it is renewed")]
    public static partial void Rejected(ILogger logger, string appId);

    [LoggerMessage(2002, LogLevel.Warning, "WeChat goes on handing out the access token of {AppId} that it rejects; forcing a new one")]
    public static partial void Forced(ILogger logger, string appId);

    [LoggerMessage(2003, LogLevel.Warning, "No access token for {AppId}: {Failure}")]
    public static partial void RefreshFailed(ILogger logger, string appId, string failure);

    [LoggerMessage(2004, LogLevel.Warning, "The distributed cache failed; access tokens are fetched from WeChat instead")]
    public static partial void CacheFailed(ILogger logger, Exception exception);

    [LoggerMessage(2005, LogLevel.Error, "Refreshing the access token of {AppId} broke off")]
    public static partial void RefreshBroke(ILogger logger, string appId, Exception exception);

    [LoggerMessage(2006, LogLevel.Warning, "The lease {Lease} could not be given back; it lapses by itself")]
    public static partial void LeaseNotReleased(ILogger logger, string lease, Exception exception);
}
