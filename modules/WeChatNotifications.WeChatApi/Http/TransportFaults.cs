using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.WeChatApi.Http;

/// <summary>
/// Puts network failures into words. Exception texts are not passed on, since a handler may put the address, and with it the
/// token, into them; only names of error kinds are.
/// </summary>
internal static class TransportFaults
{
    /// <summary>What SslStream says is wrong with a certificate, in the framework's own names.</summary>
    private static readonly string[] CertificateReasons =
    [
        .. Enum.GetNames<SslPolicyErrors>().Where(name => name != nameof(SslPolicyErrors.None)),
        .. Enum.GetNames<X509ChainStatusFlags>().Where(name => name != nameof(X509ChainStatusFlags.NoError)),
    ];

    public static TransportFault From(Exception exception, bool ownTimeout, TimeSpan timeout, int? httpStatus) => exception switch
    {
        OperationCanceledException when ownTimeout =>
            new(TransportFaultKind.Timeout, $"No complete answer within {timeout.TotalSeconds:0.###} s.", httpStatus),
        OperationCanceledException { InnerException: TimeoutException } =>
            new(TransportFaultKind.Timeout, "No connection or no complete answer within the HTTP client's own time limit.", httpStatus),
        OperationCanceledException =>
            new(TransportFaultKind.ConnectionLost, "The HTTP client ended the call.", httpStatus),
        HttpRequestException failure => From(failure.HttpRequestError, failure, httpStatus),
        HttpIOException failure => From(failure.HttpRequestError, failure, httpStatus),
        _ => From(HttpRequestError.Unknown, exception, httpStatus),
    };

    public static TransportFault NotWeChat(int httpStatus) =>
        new(TransportFaultKind.HttpStatus, $"HTTP {httpStatus} without an answer of WeChat's.", httpStatus);

    public static TransportFault Unreadable(int httpStatus) =>
        new(TransportFaultKind.UnreadableAnswer, "The answer is not the JSON that WeChat sends.", httpStatus);

    public static TransportFault TooLarge(int httpStatus, int maxBytes) =>
        new(TransportFaultKind.UnreadableAnswer, $"The answer is larger than {maxBytes} bytes.", httpStatus);

    public static TransportFault Redirected(int httpStatus) =>
        new(TransportFaultKind.Redirect, $"HTTP {httpStatus}: a redirect, which is not followed.", httpStatus);

    public static TransportFault FollowedRedirect(int httpStatus) =>
        new(TransportFaultKind.Redirect, "The HTTP client followed a redirect to another host; the answer is not trusted.", httpStatus);

    private static TransportFault From(HttpRequestError error, Exception exception, int? httpStatus)
    {
        var kind = error switch
        {
            HttpRequestError.NameResolutionError => TransportFaultKind.NameResolution,
            HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => TransportFaultKind.Connection,
            HttpRequestError.SecureConnectionError => TransportFaultKind.SecureConnection,
            HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => TransportFaultKind.UnreadableAnswer,
            _ => TransportFaultKind.ConnectionLost,
        };
        var words = kind switch
        {
            TransportFaultKind.NameResolution => "The host name could not be resolved",
            TransportFaultKind.Connection => "No connection could be made",
            TransportFaultKind.SecureConnection => "No secure connection could be made",
            TransportFaultKind.UnreadableAnswer => "The answer is not valid HTTP",
            _ => "The connection broke before the answer was complete",
        };
        return new(kind, $"{words} ({Cause(error, exception)}).", httpStatus);
    }

    private static string Cause(HttpRequestError error, Exception exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket)
            {
                return socket.SocketErrorCode.ToString();
            }

            if (inner is AuthenticationException)
            {
                var reasons = CertificateReasons.Where(reason => inner.Message.Contains(reason, StringComparison.Ordinal)).ToList();
                return reasons is [] ? "TLS handshake" : $"certificate: {string.Join(", ", reasons)}";
            }
        }

        return error.ToString();
    }
}
