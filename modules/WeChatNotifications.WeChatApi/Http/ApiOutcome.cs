using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.WeChatApi.Http;

/// <summary>What came of one HTTP exchange: an answer of WeChat's, or a fault.</summary>
/// <param name="Answer">WeChat's answer; meaningless when there is a fault.</param>
/// <param name="Fault">Why there is no answer.</param>
/// <param name="CertainlyUnprocessed">With a fault: WeChat cannot have acted on the request.</param>
internal readonly record struct ApiOutcome(ApiAnswer Answer, TransportFault? Fault, bool CertainlyUnprocessed)
{
    public static ApiOutcome Of(ApiAnswer answer) => new(answer, Fault: null, CertainlyUnprocessed: false);

    public static ApiOutcome Unprocessed(TransportFault fault) => new(default, fault, CertainlyUnprocessed: true);

    public static ApiOutcome Uncertain(TransportFault fault) => new(default, fault, CertainlyUnprocessed: false);
}
