using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>What became of one send. Exactly one of the cases; nothing is thrown for a refusal.</summary>
public abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>WeChat took the message.</summary>
    /// <param name="MessageId">WeChat's id of the message, which its later receipt names; not every answer carries one.</param>
    public sealed record Accepted(long? MessageId) : SendResult;

    /// <summary>WeChat answered with an error; look it up with <see cref="WeChatCall.Send"/>.</summary>
    /// <param name="Error">What WeChat said.</param>
    public sealed record Refused(WeChatError Error) : SendResult;

    /// <summary>
    /// Certainly not processed: the message's body never left (no connection, no free connection in time), a redirect, or a 4xx
    /// that is not WeChat's. Sending again cannot double it.
    /// </summary>
    /// <param name="Fault">What happened.</param>
    public sealed record NotSent(TransportFault Fault) : SendResult;

    /// <summary>
    /// May or may not have been processed: time-out or lost connection after the body began to leave, 5xx, an answer that
    /// cannot be read. Sending again may double it.
    /// </summary>
    /// <param name="Fault">What happened.</param>
    public sealed record Unknown(TransportFault Fault) : SendResult;
}
