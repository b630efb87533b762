using static WeChatNotifications.WeChatApi.Errors.PausePeriod;
using static WeChatNotifications.WeChatApi.Errors.WeChatErrorAction;

namespace WeChatNotifications.WeChatApi.Errors;

/// <content>
/// Who is calling: app, secret, token, address, form of the request. A refusal of the token call never gives up messages: it
/// concerns the whole app, so the app is paused until it is put right.
/// </content>
public static partial class WeChatErrorCatalogue
{
    private static WeChatErrorEntry[] CredentialRows =>
    [
        Pausing(40001, "app-secret-wrong", UntilResumed,
            "The app secret is wrong.",
            "AppSecret 错误。",
            "Copy the secret again from the WeChat console, save it here and resume the app.",
            "请从微信后台重新复制 AppSecret，保存后恢复该应用。", WeChatCall.Token),
        Pausing(40002, "grant-type-invalid", UntilResumed,
            "The token call's grant_type is not client_credential.",
            "获取 token 时的 grant_type 不是 client_credential。",
            "Something between here and WeChat changes the request; check the gateway, then resume the app.",
            "请求在到达微信之前被改动；请检查网关，然后恢复该应用。"),
        Pausing(40013, "app-id-invalid", UntilResumed,
            "WeChat does not know this app id (it is case-sensitive).",
            "AppID 无效（注意区分大小写）。",
            "Correct the app id and resume the app.",
            "请更正 AppID，然后恢复该应用。"),
        Row(40013, "linked-app-invalid", ConfigurationFault,
            "The app id of the other account is wrong, or the mini program and the official account are not bound to each other or have different owners.",
            "关联账号的 AppID 有误，或小程序与公众号未绑定、不属于同一主体。",
            "Bind the two accounts in the WeChat console (uniform messages also demand the same owner), and check the app id in the template.",
            "请在微信后台将小程序与公众号绑定（统一服务消息还要求两者属于同一主体），并检查模板中填写的 AppID。", WeChatCall.OfficialAccountSend),
        Pausing(40125, "app-secret-invalid", UntilResumed,
            "The app secret is wrong.",
            "AppSecret 无效。",
            "Copy the secret again from the WeChat console, save it here and resume the app.",
            "请从微信后台重新复制 AppSecret，保存后恢复该应用。"),
        Pausing(40243, "app-secret-frozen", UntilResumed,
            "The account's administrator froze the app secret.",
            "AppSecret 已被管理员冻结。",
            "Unfreeze the secret in the WeChat console, then resume the app.",
            "请在微信后台解冻 AppSecret，然后恢复该应用。"),
        Pausing(41002, "app-id-missing", UntilResumed,
            "The call arrived without an app id.",
            "缺少 appid 参数。",
            "Enter the app id, check any gateway in between, then resume the app.",
            "请填写 AppID，检查中间的网关，然后恢复该应用。"),
        Pausing(41004, "app-secret-missing", UntilResumed,
            "The call arrived without an app secret.",
            "缺少 secret 参数。",
            "Enter the app secret, check any gateway in between, then resume the app.",
            "请填写 AppSecret，检查中间的网关，然后恢复该应用。"),
    ];

    private static WeChatErrorEntry[] StandingRows =>
    [
        Pausing(40164, "ip-not-whitelisted", TenMinutes,
            "This server's address is not on the app's IP whitelist.",
            "当前服务器的 IP 不在该应用的 IP 白名单中。",
            "Add the address named in the message to the whitelist in the WeChat console; it takes effect within 5 to 10 minutes.",
            "请把错误信息中的 IP 加入微信后台的 IP 白名单，约 5 至 10 分钟后生效。") with { IsAddressRefused = true },
        Pausing(50004, "token-call-forbidden", UntilResumed,
            "The account may not get access tokens.",
            "该账号被禁止获取 access_token。",
            "Look for notices in the WeChat console or ask WeChat's support, then resume the app.",
            "请查看微信后台的通知或联系微信客服，处理后恢复该应用。"),
        Pausing(50007, "account-frozen", UntilResumed,
            "The account is frozen.",
            "账号已被冻结。",
            "Have the account unfrozen in the WeChat console, then resume the app.",
            "请在微信后台解冻账号，然后恢复该应用。"),
        Pausing(89501, "ip-awaiting-confirmation", TenMinutes,
            "The administrator has not yet confirmed this server's address.",
            "当前 IP 正在等待管理员确认。",
            "The account's administrator must confirm the request that WeChat sent to their phone.",
            "请公众号或小程序管理员在手机微信上确认该请求。"),
        Pausing(89503, "call-awaiting-confirmation", TenMinutes,
            "This call needs the confirmation of the account's administrator.",
            "此次调用需要管理员确认。",
            "The account's administrator must confirm the request that WeChat sent to their phone.",
            "请公众号或小程序管理员在手机微信上确认该请求。"),
        Pausing(89506, "ip-refused-for-a-day", OneDay,
            "The administrator refused this server's address twice; WeChat blocks it for 24 hours.",
            "管理员在 24 小时内两次拒绝该 IP，24 小时内不可再用该 IP 调用。",
            "Agree with the administrator, then add the address to the whitelist.",
            "请与管理员沟通，并把该 IP 加入白名单。"),
        Pausing(89507, "ip-refused-for-an-hour", OneHour,
            "The administrator refused this server's address; WeChat blocks it for one hour.",
            "管理员拒绝了该 IP 的调用，1 小时内不可再用该 IP 调用。",
            "Agree with the administrator, then add the address to the whitelist.",
            "请与管理员沟通，并把该 IP 加入白名单。"),
    ];

    private static WeChatErrorEntry[] TokenRows =>
    [
        Row(40001, "access-token-invalid", RefreshTokenAndRetry,
            "The access token is wrong, belongs to another app, or is no longer the latest.",
            "access_token 无效、不属于该应用，或已不是最新的。",
            "Handled automatically. If it keeps coming, another program fetches classic tokens for this app: let all use stable tokens.",
            "系统会自动处理。若反复出现，说明有其他程序在为该应用获取普通 token：请统一改用稳定版 token。"),
        Row(40014, "access-token-malformed", RefreshTokenAndRetry,
            "The access token is malformed.",
            "access_token 格式不合法。",
            "Handled automatically. If it keeps coming, check the gateway in between.",
            "系统会自动处理。若反复出现，请检查中间的网关。"),
        Row(41001, "access-token-missing", RefreshTokenAndRetry,
            "The call arrived without an access token.",
            "缺少 access_token 参数。",
            "Handled automatically. If it keeps coming, a gateway in between drops the query.",
            "系统会自动处理。若反复出现，请检查中间的网关是否丢弃了查询参数。"),
        Row(42001, "access-token-expired", RefreshTokenAndRetry,
            "The access token has expired.",
            "access_token 已过期。",
            "Handled automatically. If it keeps coming, check this server's clock.",
            "系统会自动处理。若反复出现，请检查服务器时钟。"),
    ];

    private static WeChatErrorEntry[] RequestFormRows =>
    [
        Row(404, "wrong-http-method", ConfigurationFault,
            "The call was made with the wrong HTTP method.",
            "请求的 HTTP 方法不正确。",
            "Check the gateway in between; otherwise report a fault of this software.",
            "请检查中间的网关；否则请反馈软件缺陷。", WeChatCall.Template),
        Row(40400, "http-malformed", ConfigurationFault,
            "WeChat could not read the HTTP request.",
            "HTTP 请求格式错误。",
            "Check the gateway in between; otherwise report a fault of this software.",
            "请检查中间的网关；否则请反馈软件缺陷。", WeChatCall.Template),
        .. BrokenOnTheWay(43002, "post-required",
            "The call reached WeChat as a GET, but it must be a POST.",
            "该接口必须使用 POST 请求。"),
        .. BrokenOnTheWay(44002, "body-empty",
            "The call reached WeChat without its body.",
            "POST 数据为空。"),
        .. BrokenOnTheWay(47001, "body-unreadable",
            "WeChat could not read the call's JSON.",
            "数据格式错误，微信无法解析 JSON。"),
        Row(40033, "characters-invalid", ContentRejected,
            @"The text holds characters that WeChat refuses (such as \uXXXX escapes).",
            @"内容包含微信不接受的字符（例如 \uXXXX 转义）。",
            "Remove the unusual characters from the message's data.",
            "请去掉消息内容中的特殊字符。"),
        Row(43104, "app-not-permitted", ConfigurationFault,
            "This app may not use the call.",
            "该 AppID 没有调用权限。",
            "Check the account's permissions in the WeChat console.",
            "请在微信后台检查账号的接口权限。"),
        Row(48001, "call-not-authorized", ConfigurationFault,
            "The account lacks the right to make this call.",
            "该账号没有此接口的权限。",
            "Check that the account is verified and has the ability switched on in the WeChat console.",
            "请确认账号已认证，并已在微信后台开通该功能。"),
        .. ForSendsAndTokens(call => Pausing(48001, "account-not-authorized", UntilResumed,
            "The account lacks the ability to make this call (unverified, or a test account).",
            "该账号没有此接口的权限（未认证或为测试号）。",
            "Switch the ability on in the WeChat console, then resume the app.",
            "请在微信后台开通该功能，然后恢复该应用。", call)),
    ];

    private static IEnumerable<WeChatErrorEntry> BrokenOnTheWay(int code, string name, string meaningEn, string meaningZh)
    {
        const string adviceEn = "Check the gateway in between; otherwise report a fault of this software.";
        const string adviceZh = "请检查中间的网关；否则请反馈软件缺陷。";
        yield return Row(code, name, ConfigurationFault, meaningEn, meaningZh, adviceEn, adviceZh);
        yield return Pausing(code, $"token-{name}", UntilResumed, meaningEn, meaningZh, adviceEn, adviceZh, WeChatCall.Token);
    }
}
