using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.WeChatApi.Http;

/// <summary>Takes out of an answer that is no refusal what the call was made for.</summary>
/// <param name="utf8">The whole answer, one JSON object.</param>
/// <param name="answer">Its common members.</param>
/// <param name="payload">What the call was made for.</param>
/// <returns><see langword="false"/> when it is not there.</returns>
internal delegate bool PayloadReader<T>(ReadOnlySpan<byte> utf8, in ApiAnswer answer, out T? payload);

/// <summary>What came of one HTTP exchange: an answer of WeChat's, or a fault.</summary>
/// <param name="Status">The HTTP status; 0 when none came.</param>
/// <param name="Answer">WeChat's answer; meaningless when there is a fault.</param>
/// <param name="Payload">What the call was made for; meaningless when there is a fault or the answer is a refusal.</param>
/// <param name="Fault">Why there is no answer.</param>
/// <param name="CertainlyUnprocessed">With a fault: WeChat cannot have acted on the request.</param>
internal readonly record struct ApiOutcome<T>(int Status, ApiAnswer Answer, T? Payload, TransportFault? Fault, bool CertainlyUnprocessed)
{
    public static ApiOutcome<T> Of(int status, ApiAnswer answer, T? payload) => new(status, answer, payload, Fault: null, CertainlyUnprocessed: false);

    public static ApiOutcome<T> Unprocessed(TransportFault fault) => new(fault.HttpStatus ?? 0, default, default, fault, CertainlyUnprocessed: true);

    public static ApiOutcome<T> Uncertain(TransportFault fault) => new(fault.HttpStatus ?? 0, default, default, fault, CertainlyUnprocessed: false);
}
