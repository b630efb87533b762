using WeChatNotifications.Simulator.Pages;

namespace WeChatNotifications.Simulator.Panel;

/// <summary>Texts of the control panel.</summary>
internal static class PanelTexts
{
    public static readonly Text Panel = new("Control panel", "控制台");
    public static readonly Text Report = new("Report", "报告");
    public static readonly Text Faults = new("Faults", "故障");
    public static readonly Text Latency = new("Latency", "延迟");
    public static readonly Text Quotas = new("Quotas", "配额");
    public static readonly Text Clock = new("Clock", "时钟");
    public static readonly Text Behaviour = new("Behaviour", "行为");
    public static readonly Text Apps = new("Tokens and secrets", "令牌与密钥");
    public static readonly Text Done = new("Done.", "已完成。");
    public static readonly Text App = new("App", "应用");
    public static readonly Text Choose = new("Show", "显示");
    public static readonly Text NoApps = new("There are no apps yet.", "还没有应用。");
    public static readonly Text NoApp = new("There is no app {0}.", "没有应用 {0}。");
    public static readonly Text Path = new("Call", "接口");
    public static readonly Text AllPaths = new("All calls", "全部接口");
    public static readonly Text OtherPaths = new("All others", "其他全部接口");
    public static readonly Text Remove = new("Remove", "移除");
    public static readonly Text RemoveAll = new("Remove all", "全部移除");
    public static readonly Text None = new("None.", "暂无。");
    public static readonly Text Save = new("Save", "保存");

    public static readonly Text Rate = new("Messages per second", "每秒消息数");
    public static readonly Text RateHint = new("over the last two seconds", "最近两秒");
    public static readonly Text NeedsScript = new("needs JavaScript", "需要 JavaScript");
    public static readonly Text Accepted = new("Accepted", "已接受");
    public static readonly Text Distinct = new("Different", "不同消息");
    public static readonly Text Duplicates = new("Duplicates", "重复");
    public static readonly Text Kept = new("Kept", "已保留");
    public static readonly Text MostOpen = new("Most sends at once", "最大并发发送");
    public static readonly Text MostPerUser = new("Most sends at once to one user", "单用户最大并发发送");
    public static readonly Text CallsByOutcome = new("Calls by outcome", "按结果统计的调用");
    public static readonly Text Outcome = new("Outcome", "结果");
    public static readonly Text Count = new("Count", "次数");
    public static readonly Text NoCalls = new("No calls yet.", "还没有调用。");
    public static readonly Text ByApp = new("Accepted by app", "各应用已接受");
    public static readonly Text TokenCalls = new("Token calls", "令牌调用");
    public static readonly Text TokenKind = new("Kind", "类型");
    public static readonly Text Calls = new("Calls", "调用");
    public static readonly Text Forced = new("Forced refreshes", "强制刷新");
    public static readonly Text Refresh = new("Refresh", "刷新");
    public static readonly Text Reset = new("Reset", "重置");
    public static readonly Text ResetTraffic = new("Forget messages, numbers and used quotas", "清除消息、统计和已用配额");
    public static readonly Text ResetAll = new("Forget everything, apps and users too", "清除全部内容，包括应用和用户");
    public static readonly Text ResetSure = new("Yes, forget it", "确认清除");
    public static readonly Text ResetNotSure = new("Tick this to confirm.", "请勾选以确认。");

    public static readonly Text AddFault = new("Add a fault", "添加故障");
    public static readonly Text FaultsInForce = new("Faults in force", "生效中的故障");
    public static readonly Text FaultKind = new("What goes wrong", "故障类型");
    public static readonly Text WeChatError = new("WeChat error code", "微信错误码");
    public static readonly Text HttpStatus = new("HTTP status without a body", "无正文的 HTTP 状态");
    public static readonly Text ResetBefore = new("Connection reset before it is processed", "处理前连接重置");
    public static readonly Text ResetAfter = new("Processed, then connection reset", "处理后连接重置");
    public static readonly Text Hang = new("No answer", "无应答");
    public static readonly Text Slow = new("Right answer, late", "应答延迟");
    public static readonly Text Truncated = new("Processed, half of the answer", "处理后应答截断");
    public static readonly Text HtmlPage = new("A proxy's HTML page", "代理返回 HTML 页面");
    public static readonly Text AnyApp = new("Any app", "任意应用");
    public static readonly Text OpenId = new("Openid", "openid");
    public static readonly Text TemplateId = new("Template id", "模板 ID");
    public static readonly Text EmptyForAny = new("Empty: any", "留空表示任意");
    public static readonly Text Share = new("Part of the calls", "命中比例");
    public static readonly Text ShareHint = new("0 to 1, by chance", "0 到 1，按概率");
    public static readonly Text FaultCount = new("How many calls", "命中次数");
    public static readonly Text CountHint = new("Empty: no end", "留空表示不限");
    public static readonly Text ErrorCode = new("Error code", "错误码");
    public static readonly Text ErrorCodeHint = new("For a WeChat error; not 0", "用于微信错误码，不能为 0");
    public static readonly Text ErrorText = new("Error text", "错误文本");
    public static readonly Text ErrorTextHint = new("Empty: the code's own", "留空则使用错误码自带文本");
    public static readonly Text Status = new("HTTP status", "HTTP 状态码");
    public static readonly Text StatusHint = new("200 to 599", "200 到 599");
    public static readonly Text Delay = new("Delay in milliseconds", "延迟毫秒数");
    public static readonly Text DelayHint = new("For a late answer, up to 600000", "用于应答延迟，最大 600000");
    public static readonly Text After = new("The call takes effect all the same", "调用仍然生效");
    public static readonly Text Add = new("Add", "添加");
    public static readonly Text Struck = new("struck {0} times", "已命中 {0} 次");
    public static readonly Text NoFault = new("There is no such fault any more.", "该故障已不存在。");

    public static readonly Text SetLatency = new("Set a latency", "设置延迟");
    public static readonly Text LatencyInForce = new("Latencies in force", "生效中的延迟");
    public static readonly Text FixedMs = new("Fixed part in milliseconds", "固定毫秒数");
    public static readonly Text JitterMs = new("Random part in milliseconds", "随机毫秒数");
    public static readonly Text LatencyHint = new("0 to 600000; both 0 remove it", "0 到 600000，均为 0 则移除");
    public static readonly Text Milliseconds = new("{0} ms, and up to {1} ms more", "{0} 毫秒，随机增加至多 {1} 毫秒");

    public static readonly Text QuotasOf = new("Quotas of {0}", "{0} 的配额");
    public static readonly Text Limit = new("Limit", "限额");
    public static readonly Text LimitHint = new("Empty: no limit", "留空表示不限");
    public static readonly Text Used = new("used: {0}", "已用：{0}");
    public static readonly Text ResetUse = new("Set the counters back", "计数清零");

    public static readonly Text Now = new("Now", "当前时间");
    public static readonly Text Runs = new("runs", "运行中");
    public static readonly Text Frozen = new("stands still", "已冻结");
    public static readonly Text Advance = new("Move the clock", "拨动时钟");
    public static readonly Text Seconds = new("Seconds", "秒数");
    public static readonly Text SecondsHint = new("Negative: back. 3600 is an hour, 86400 a day.", "负数表示回拨。3600 为一小时，86400 为一天。");
    public static readonly Text Move = new("Move", "拨动");
    public static readonly Text SetClock = new("Set the clock", "设置时钟");
    public static readonly Text At = new("Time in UTC", "UTC 时间");
    public static readonly Text Freeze = new("Stand still there", "冻结在该时刻");
    public static readonly Text FreezeNow = new("Stand still now", "立即冻结");
    public static readonly Text Unfreeze = new("Run on", "继续运行");
    public static readonly Text RealTime = new("Back to the real time", "恢复真实时间");

    public static readonly Text Period = new("Which WeChat answers", "模拟的微信时期");
    public static readonly Text Period2018 = new("2018: with template messages by form id and uniform messages", "2018：支持 form_id 模板消息和统一服务消息");
    public static readonly Text PeriodToday = new("Today: without them", "当前：上述接口已下线");
    public static readonly Text MsgIdAbsent = new("An accepted send answers without msgid", "发送成功时不返回 msgid");
    public static readonly Text RefuseEscaped = new("Refuse \\uXXXX in a send (40033)", "拒绝包含 \\uXXXX 的发送（40033）");
    public static readonly Text SilentChoices = new("Push the popup event of kept choices too", "“总是保持”的选择也推送弹窗事件");
    public static readonly Text SensitiveWords = new("Sensitive words", "敏感词");
    public static readonly Text SensitiveWordsHint = new("One a line", "每行一个");

    public static readonly Text AppTokens = new("Tokens of {0}", "{0} 的令牌");
    public static readonly Text Expire = new("Expire the tokens (42001)", "使令牌过期（42001）");
    public static readonly Text Invalidate = new("Make the tokens unknown (40001)", "使令牌失效（40001）");
    public static readonly Text SecretOf = new("Secret of {0}", "{0} 的密钥");
    public static readonly Text NewSecret = new("New secret", "新密钥");
    public static readonly Text SecretHint = new("It replaces the old one at once and is never shown.", "立即替换旧密钥，且不会显示。");
    public static readonly Text Rotate = new("Replace the secret", "更换密钥");
    public static readonly Text FreezeSecret = new("Freeze the secret (40243)", "冻结密钥（40243）");
    public static readonly Text UnfreezeSecret = new("Unfreeze the secret", "解冻密钥");
    public static readonly Text SecretFrozen = new("The secret is frozen.", "密钥已冻结。");
}
