namespace WeChatNotifications.Rules;

/// <summary>
/// WeChat had to be asked to carry out what the caller wants, and refused or did not answer. Nothing was stored here; a call that
/// changes something at WeChat, and was not answered, may have done so all the same.
/// </summary>
public sealed class WeChatCallException : WeChatNotificationsException
{
    private WeChatCallException(string code, string message, IReadOnlyDictionary<string, object?> arguments, int? errorCode, string? rid)
        : base(code, message, arguments)
        => (ErrorCode, Rid) = (errorCode, rid);

    /// <summary>WeChat's <c>errcode</c>; null when WeChat did not answer.</summary>
    public int? ErrorCode { get; }

    /// <summary>WeChat's request id, if it told one.</summary>
    public string? Rid { get; }

    /// <summary>WeChat refused.</summary>
    /// <param name="errorCode">WeChat's <c>errcode</c>.</param>
    /// <param name="said">WeChat's <c>errmsg</c>.</param>
    /// <param name="rid">WeChat's request id.</param>
    /// <param name="meaning">What the code means, in the caller's language.</param>
    /// <param name="advice">What to do about it, in the caller's language.</param>
    public static WeChatCallException Refused(int errorCode, string said, string? rid, string meaning, string advice) => new(
        WeChatNotificationsErrorCodes.WeChatRefused,
        $"WeChat refused with {errorCode}: {said} (rid {rid ?? "-"})",
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["code"] = errorCode,
            ["said"] = said,
            ["rid"] = rid ?? "-",
            ["meaning"] = meaning,
            ["advice"] = advice,
        },
        errorCode,
        rid);

    /// <summary>WeChat did not answer.</summary>
    /// <param name="detail">What stood between, in English; no address and no secret.</param>
    public static WeChatCallException Unreachable(string detail) => new(
        WeChatNotificationsErrorCodes.WeChatUnreachable,
        "WeChat did not answer: " + detail,
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["detail"] = detail },
        errorCode: null,
        rid: null);
}
