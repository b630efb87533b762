namespace WeChatNotifications.WeChatApi.Errors;

/// <summary>What stood between us and a usable answer of WeChat's.</summary>
public enum TransportFaultKind
{
    /// <summary>The host name could not be resolved.</summary>
    NameResolution,

    /// <summary>No connection: refused, unreachable, or the proxy would not open one.</summary>
    Connection,

    /// <summary>TLS failed: certificate, protocol version.</summary>
    SecureConnection,

    /// <summary>No complete answer within the time allowed.</summary>
    Timeout,

    /// <summary>The connection broke while the request was sent or the answer read.</summary>
    ConnectionLost,

    /// <summary>An HTTP error status without an answer of WeChat's in it (a proxy, a load balancer).</summary>
    HttpStatus,

    /// <summary>A redirect; the client never follows one, as the address carries the token.</summary>
    Redirect,

    /// <summary>An answer that is not WeChat's JSON: HTML, cut off, larger than 1 MiB (lists: 8 MiB).</summary>
    UnreadableAnswer,
}
