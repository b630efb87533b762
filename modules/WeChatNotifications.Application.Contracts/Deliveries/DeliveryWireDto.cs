namespace WeChatNotifications.Deliveries;

/// <summary>
/// What was sent to WeChat for a delivery, or would be if it were sent now. Nothing of it is kept: it is built anew from the log, by the same
/// code that sends. So it shows the template that the delivery stands with at present, and how the client is set up at present.
/// </summary>
public sealed record DeliveryWireDto
{
    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The address, with <c>***</c> for the access token.</summary>
    public required string Url { get; init; }

    /// <summary>The JSON body, byte for byte but for a form id or prepay id, of which at most the last four characters are shown.</summary>
    public required string Body { get; init; }

    /// <summary>
    /// The form id or prepay id in the body as it is shown there: <c>***</c> and its last four characters while one is bound to the delivery,
    /// <c>***</c> alone before that and when it is used up. Null where the message carries none.
    /// </summary>
    public required string? FormId { get; init; }

    /// <summary>What WeChat answered at the last attempt, as far as the log keeps it; null when there was none, or no answer is known.</summary>
    public required WireAnswerDto? Answer { get; init; }
}

/// <summary>WeChat's answer to a message.</summary>
/// <param name="ErrorCode">WeChat's <c>errcode</c>; 0 when it took the message. Null when nothing came back, and the message says why.</param>
/// <param name="ErrorMessage">WeChat's <c>errmsg</c>, or what the network said; not kept for messages that WeChat took.</param>
/// <param name="Rid">WeChat's request id.</param>
/// <param name="WeChatMessageId">WeChat's <c>msgid</c>, as text.</param>
public sealed record WireAnswerDto(int? ErrorCode, string? ErrorMessage, string? Rid, string? WeChatMessageId);
