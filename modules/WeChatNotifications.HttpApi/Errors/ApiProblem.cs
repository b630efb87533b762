using WeChatNotifications.Sending;

namespace WeChatNotifications.HttpApi.Errors;

/// <summary>Why a request was not carried out: problem details of RFC 9457 with a stable code.</summary>
public sealed record ApiProblem
{
    /// <summary>What kind of problem it is, as a stable URI: <c>urn:wechat-notifications:</c> and a word.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of problem in the caller's language.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status code.</summary>
    public required int Status { get; init; }

    /// <summary>What happened, in the caller's language.</summary>
    public required string Detail { get; init; }

    /// <summary>One of <see cref="WeChatNotificationsErrorCodes"/> or <see cref="HttpErrorCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>Every field that breaks a rule; absent unless the status is 400.</summary>
    public IReadOnlyList<FieldViolationDto>? Errors { get; init; }

    /// <summary>What WeChat refused with; null unless the code is <see cref="WeChatNotificationsErrorCodes.WeChatRefused"/>.</summary>
    public WeChatProblem? WeChat { get; init; }

    /// <summary>Finds the request in the server's log; only with status 500.</summary>
    public string? TraceId { get; init; }
}

/// <summary>WeChat's refusal.</summary>
/// <param name="ErrorCode">WeChat's <c>errcode</c>.</param>
/// <param name="Rid">WeChat's request id, which its console and support can look up; null when WeChat told none.</param>
public sealed record WeChatProblem(int ErrorCode, string? Rid);
