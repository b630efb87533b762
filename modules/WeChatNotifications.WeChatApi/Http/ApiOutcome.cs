using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.WeChatApi.Http;

/// <summary>What came of one HTTP exchange: an answer of WeChat's, or a fault.</summary>
/// <param name="Status">The HTTP status; 0 when none came.</param>
/// <param name="Answer">WeChat's answer; meaningless when there is a fault.</param>
/// <param name="Fault">Why there is no answer.</param>
/// <param name="CertainlyUnprocessed">With a fault: WeChat cannot have acted on the request.</param>
internal readonly record struct ApiOutcome(int Status, ApiAnswer Answer, TransportFault? Fault, bool CertainlyUnprocessed)
{
    public static ApiOutcome Of(int status, ApiAnswer answer) => new(status, answer, Fault: null, CertainlyUnprocessed: false);

    public static ApiOutcome Unprocessed(TransportFault fault) => new(fault.HttpStatus ?? 0, default, fault, CertainlyUnprocessed: true);

    public static ApiOutcome Uncertain(TransportFault fault) => new(fault.HttpStatus ?? 0, default, fault, CertainlyUnprocessed: false);
}
