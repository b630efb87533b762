using static WeChatNotifications.WeChatApi.Errors.PausePeriod;
using static WeChatNotifications.WeChatApi.Errors.WeChatErrorAction;

namespace WeChatNotifications.WeChatApi.Errors;

/// <content>
/// Load and quotas. WeChat counts each call by itself: only a spent quota of sends or tokens stops an app's messages.
/// </content>
public static partial class WeChatErrorCatalogue
{
    private static WeChatErrorEntry[] LimitRows =>
    [
        Row(-1, "system-busy", RetryLater,
            "WeChat is busy.",
            "微信系统繁忙。",
            "Nothing to do; it is tried again.",
            "无需处理，系统会自动重试。"),
        .. ForSends(call => Row(-1, "system-busy-outcome-unknown", OutcomeUnknown,
            "WeChat was busy; the message may have been sent all the same.",
            "微信系统繁忙，消息可能已经发出。",
            "Decide in the app's settings whether such messages are sent again or held.",
            "请在应用设置中选择此类消息是重新发送还是等待人工处理。", call)),
        Row(45009, "daily-quota-reached", RetryLater,
            "The daily quota of this call is used up; sends have their own.",
            "该接口当日调用次数已用完；发送消息的额度单独计算。",
            "Call it less often (keep templates in the cache), or clear the quota in the WeChat console.",
            "请减少调用（缓存模板列表），或在微信后台清零额度。"),
        .. ForSendsAndTokens(call => Pausing(45009, "daily-send-quota-reached", UntilBeijingMidnight,
            "The app's daily quota is used up.",
            "该应用当日的调用额度已用完。",
            "It goes on after midnight (Beijing); clear the quota in the WeChat console to go on sooner, then resume the app.",
            "北京时间零点后自动继续；如需提前，请在微信后台清零额度后恢复该应用。", call)),
        Pausing(45009, "daily-follower-quota-reached", UntilBeijingMidnight,
            "The daily quota of reading followers is used up (500 pages a day).",
            "当日获取关注者列表的次数已用完（每天 500 次）。",
            "The import goes on after midnight (Beijing); clear the quota in the WeChat console and resume the import to go on sooner.",
            "导入会在北京时间零点后自动继续；如需提前，请在微信后台清零额度后恢复该导入。", WeChatCall.Users),
        Row(45011, "minute-quota-reached", RetryLater,
            "This call is made too often this minute.",
            "该接口调用过于频繁，请下一分钟再试。",
            "Nothing to do; it is tried again.",
            "无需处理，系统会自动重试。"),
        .. ForSendsAndTokens(call => Pausing(45011, "minute-send-quota-reached", UntilNextMinute,
            "The app's quota for this minute is used up.",
            "该应用本分钟的调用额度已用完。",
            "Nothing to do; it goes on next minute. If it happens often, lower the app's rate.",
            "无需处理，下一分钟自动继续；若经常出现，请调低该应用的发送速率。", call)),
        Row(45011, "user-logins-too-frequent", RetryLater,
            "This user logs in too often (100 times a minute).",
            "该用户登录过于频繁（每分钟 100 次）。",
            "Let the mini program keep its login instead of asking anew.",
            "请让小程序保存登录状态，避免频繁登录。", WeChatCall.Login),
    ];

    private static WeChatErrorEntry[] QuotaQueryRows =>
    [
        Row(48006, "quota-clearings-used-up", ConfigurationFault,
            "The quota cannot be cleared again this month.",
            "本月清零次数已用完，无法再次清零。",
            "Wait for midnight (Beijing), when daily quotas start anew.",
            "请等待北京时间零点，每日额度会自动恢复。", WeChatCall.Quota),
        Row(76001, "rid-not-found", ConfigurationFault,
            "There is no such request id.",
            "rid 不存在。",
            "Check that the rid was copied whole.",
            "请检查 rid 是否复制完整。", WeChatCall.Quota),
        Row(76002, "rid-malformed", ConfigurationFault,
            "The request id is empty or malformed.",
            "rid 为空或格式错误。",
            "Check that the rid was copied whole.",
            "请检查 rid 是否复制完整。", WeChatCall.Quota),
        Row(76003, "rid-of-another-account", ConfigurationFault,
            "The request id belongs to another account.",
            "该 rid 属于其他账号，无权查询。",
            "Query it with the app that made the call.",
            "请使用产生该请求的应用查询。", WeChatCall.Quota),
        Row(76004, "rid-expired", ConfigurationFault,
            "The request id is too old; WeChat keeps them for 7 days.",
            "rid 已过期（仅保留 7 天）。",
            "Nothing to do.",
            "无需处理。", WeChatCall.Quota),
        Row(76021, "quota-path-unknown", ConfigurationFault,
            "WeChat does not know the call whose quota was asked.",
            "要查询额度的接口路径不存在。",
            "Correct the path; it begins with a slash (/cgi-bin/…).",
            "请更正接口路径，须以斜杠开头（/cgi-bin/…）。", WeChatCall.Quota),
        Row(76022, "quota-path-not-permitted", ConfigurationFault,
            "The account may not ask for the quota of that call.",
            "该账号无权查询此接口的额度。",
            "Ask only for calls that the account may make.",
            "请只查询该账号有权限的接口。", WeChatCall.Quota),
    ];

    private static IEnumerable<WeChatErrorEntry> ForSends(Func<WeChatCall, WeChatErrorEntry> row) =>
        [row(WeChatCall.Send), row(WeChatCall.OfficialAccountSend)];

    private static IEnumerable<WeChatErrorEntry> ForSendsAndTokens(Func<WeChatCall, WeChatErrorEntry> row) =>
        [.. ForSends(row), row(WeChatCall.Token)];
}
