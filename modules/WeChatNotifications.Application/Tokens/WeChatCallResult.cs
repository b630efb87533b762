using System.Globalization;
using WeChatNotifications.Rules;
using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.Tokens;

/// <summary>What became of a call made with an app's token. Exactly one of the cases.</summary>
internal abstract record WeChatCallResult<T>
{
    private WeChatCallResult()
    {
    }

    /// <summary>WeChat answered.</summary>
    /// <param name="Value">What it told.</param>
    public sealed record Ok(T Value) : WeChatCallResult<T>;

    /// <summary>WeChat refused the call, or the token for it.</summary>
    /// <param name="Error">What WeChat said.</param>
    /// <param name="Entry">What that means for the call that was refused.</param>
    public sealed record Refused(WeChatError Error, WeChatErrorEntry Entry) : WeChatCallResult<T>;

    /// <summary>No answer of WeChat's. A call that changes something may have done so all the same.</summary>
    /// <param name="Detail">What happened, in English; no address and no secret.</param>
    public sealed record Unreachable(string Detail) : WeChatCallResult<T>;

    /// <summary>What WeChat told.</summary>
    /// <exception cref="WeChatCallException">It refused or did not answer; the texts are in the current UI culture.</exception>
    public T OrThrow() => this switch
    {
        Ok ok => ok.Value,
        Refused refused => throw WeChatCallException.Refused(
            refused.Error.Code, refused.Error.Message, refused.Error.Rid,
            refused.Entry.Meaning(CultureInfo.CurrentUICulture), refused.Entry.Advice(CultureInfo.CurrentUICulture)),
        Unreachable unreachable => throw WeChatCallException.Unreachable(unreachable.Detail),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
