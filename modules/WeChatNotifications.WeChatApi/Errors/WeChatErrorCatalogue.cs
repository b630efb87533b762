using System.Collections.Frozen;
using System.Globalization;

namespace WeChatNotifications.WeChatApi.Errors;

/// <summary>
/// The one table of what WeChat's codes mean and what to do about them. Nothing else should compare error numbers. Sources:
/// WeChat's own pages for each call, and for what they leave out the open-source clients and the developer community.
/// </summary>
public static partial class WeChatErrorCatalogue
{
    /// <summary>Every row, by code; a code's general row first, then those for single calls.</summary>
    public static IReadOnlyList<WeChatErrorEntry> All { get; } =
    [
        .. ((WeChatErrorEntry[][])
            [
                CredentialRows, StandingRows, TokenRows, RequestFormRows, LimitRows, QuotaQueryRows, RecipientRows, MessageTemplateRows,
                ContentRows, TemplateRows, TemplateParameterRows, LoginRows, SubscriptionRequestRows,
            ])
            .SelectMany(rows => rows)
            .OrderBy(entry => entry.Code)
            .ThenBy(entry => entry.Call),
    ];

    private static readonly FrozenDictionary<(int Code, WeChatCall? Call), WeChatErrorEntry> Entries =
        All.ToFrozenDictionary(entry => (entry.Code, entry.Call));

    /// <summary>
    /// The row for a code: the call's own, else the general one. A code that is in neither gets a row made for it
    /// (<see cref="WeChatErrorEntry.IsKnown"/> is <see langword="false"/>) that says to retry later with an end: WeChat adds codes
    /// without notice, and a new one must neither lose a message at once nor be retried without end.
    /// </summary>
    /// <param name="code">WeChat's <c>errcode</c>.</param>
    /// <param name="call">The call it answered.</param>
    public static WeChatErrorEntry Find(int code, WeChatCall call = WeChatCall.Send) =>
        Entries.TryGetValue((code, call), out var own) ? own
        : Entries.TryGetValue((code, null), out var general) ? general
        : Unknown(code, call);

    private static WeChatErrorEntry Row(
        int code, string name, WeChatErrorAction action,
        string meaningEn, string meaningZh, string adviceEn, string adviceZh, WeChatCall? call = null) => new()
        {
            Code = code,
            Call = call,
            Name = name,
            MeaningEn = meaningEn,
            MeaningZh = meaningZh,
            AdviceEn = adviceEn,
            AdviceZh = adviceZh,
            Action = action,
        };

    private static WeChatErrorEntry Pausing(
        int code, string name, PausePeriod pause,
        string meaningEn, string meaningZh, string adviceEn, string adviceZh, WeChatCall? call = null) =>
        Row(code, name, WeChatErrorAction.PauseApp, meaningEn, meaningZh, adviceEn, adviceZh, call) with { Pause = pause };

    private static WeChatErrorEntry Unknown(int code, WeChatCall call) => new()
    {
        Code = code,
        Call = call,
        Name = "unknown",
        MeaningEn = string.Create(CultureInfo.InvariantCulture, $"WeChat answered with code {code}, which is not in this version's table."),
        MeaningZh = string.Create(CultureInfo.InvariantCulture, $"微信返回了错误码 {code}，当前版本的错误码表中没有收录。"),
        AdviceEn = "Look the code up in WeChat's documentation or by its rid; the message is tried again a limited number of times.",
        AdviceZh = "请在微信官方文档中查询该错误码，或用 rid 查询请求详情；消息会有限次数地重试。",
        Action = WeChatErrorAction.RetryLater,
        IsKnown = false,
    };
}
