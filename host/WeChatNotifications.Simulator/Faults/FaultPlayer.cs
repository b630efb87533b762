using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Faults;

/// <summary>Puts a fault on the wire in place of the answer.</summary>
internal static class FaultPlayer
{
    private static readonly byte[] HtmlPage =
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"u8.ToArray();

    /// <summary>The name a struck call has in the report.</summary>
    public static string OutcomeOf(FaultRule fault) => fault.Kind switch
    {
        FaultKind.WeChatError => "fault:wechat-error",
        FaultKind.HttpStatus => "fault:http-status",
        FaultKind.ResetBefore => "fault:reset-before",
        FaultKind.ResetAfter => "fault:reset-after",
        FaultKind.Hang => "fault:hang",
        FaultKind.Truncated => "fault:truncated",
        FaultKind.Html => "fault:html",
        _ => "fault:slow",
    };

    public static async ValueTask PlayAsync(HttpContext http, FaultRule fault, Answer answer, SimulatedWeChat weChat)
    {
        var type = weChat.Settings.ContentTypeSent;
        switch (fault.Kind)
        {
            case FaultKind.WeChatError:
                var refusal = fault.Message is { } text ? weChat.Answers.Refuse(fault.ErrorCode, text) : weChat.Answers.Refuse(fault.ErrorCode);
                await WriteAsync(http, StatusCodes.Status200OK, type, refusal.Body, refusal.Body.Length);
                break;
            case FaultKind.HttpStatus:
                http.Response.StatusCode = fault.Status ?? StatusCodes.Status500InternalServerError;
                http.Response.ContentLength = 0;
                break;
            case FaultKind.Html:
                await WriteAsync(http, fault.Status ?? StatusCodes.Status200OK, "text/html", HtmlPage, HtmlPage.Length);
                break;
            case FaultKind.Truncated:
                await WriteAsync(http, StatusCodes.Status200OK, type, answer.Body.AsMemory(0, answer.Body.Length / 2), answer.Body.Length);
                http.Abort();
                break;
            default:
                Reset(http);
                break;
        }
    }

    private static async ValueTask WriteAsync(HttpContext http, int status, string? type, ReadOnlyMemory<byte> body, int announcedLength)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        http.Response.ContentLength = announcedLength;
        await http.Response.BodyWriter.WriteAsync(body, CancellationToken.None);
    }

    /// <summary>A socket closed with zero linger sends RST, which the caller sees as "connection reset by peer".</summary>
    private static void Reset(HttpContext http)
    {
        if (http.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        http.Abort();
    }
}
