using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.WeChatApi;

/// <summary>What became of a call that asks for, or changes, something other than messages. Exactly one of the cases.</summary>
/// <typeparam name="T">What WeChat tells; <see cref="Done"/> when only that it worked.</typeparam>
public abstract record ApiResult<T>
{
    private ApiResult()
    {
    }

    /// <summary>WeChat answered.</summary>
    /// <param name="Value">What it told.</param>
    public sealed record Ok(T Value) : ApiResult<T>;

    /// <summary>WeChat answered with an error; which <see cref="WeChatCall"/> to look it up with, the call says.</summary>
    /// <param name="Error">What WeChat said.</param>
    public sealed record Refused(WeChatError Error) : ApiResult<T>;

    /// <summary>
    /// No usable answer of WeChat's: not connected, timed out, or something else answered in its place. A call that changes
    /// something may have done so all the same.
    /// </summary>
    /// <param name="Fault">What happened.</param>
    public sealed record Unreachable(TransportFault Fault) : ApiResult<T>;
}
