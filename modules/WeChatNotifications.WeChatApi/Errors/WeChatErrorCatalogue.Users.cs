using static WeChatNotifications.WeChatApi.Errors.WeChatErrorAction;

namespace WeChatNotifications.WeChatApi.Errors;

/// <content>The user's side: login, and the front end's request for a subscription (its <c>errCode</c>).</content>
public static partial class WeChatErrorCatalogue
{
    private static WeChatErrorEntry[] LoginRows =>
    [
        Row(40029, "login-code-invalid", RetryWithAnotherPermit,
            "The login code is wrong or has expired.",
            "登录 code 无效或已过期。",
            "Let the mini program call wx.login again; check that both sides use the same app.",
            "请在小程序中重新调用 wx.login，并确认前后端使用同一个应用。", WeChatCall.Login),
        Row(40163, "login-code-used", RetryWithAnotherPermit,
            "The login code has been used.",
            "登录 code 已被使用。",
            "Never repeat the call with the same code; let the mini program call wx.login again.",
            "请勿用同一个 code 重复请求；请在小程序中重新调用 wx.login。", WeChatCall.Login),
        Row(40226, "login-blocked", RecipientRefused,
            "WeChat blocks this user's login as high-risk.",
            "高风险用户，登录被微信拦截。",
            "Nothing to do.",
            "无需处理。", WeChatCall.Login),
        Row(41008, "login-code-missing", RetryWithAnotherPermit,
            "The call arrived without a login code.",
            "缺少 code 参数。",
            "Let the mini program send the code that wx.login gave it.",
            "请让小程序提交 wx.login 返回的 code。", WeChatCall.Login),
    ];

    private static WeChatErrorEntry[] SubscriptionRequestRows =>
    [
        Asked(10001, "template-list-empty", ConfigurationFault,
            "The request named no template.",
            "请求中没有模板 ID（tmplIds 为空）。",
            "Name at least one template id in the mini program.",
            "请在小程序中至少传入一个模板 ID。"),
        Asked(10002, "subscription-network-error", RetryLater,
            "The phone could not load the template list.",
            "网络问题，请求模板列表失败。",
            "Let the user try again.",
            "请让用户重试。"),
        Asked(10003, "subscription-submit-failed", RetryLater,
            "The phone could not submit the user's choice.",
            "网络问题，提交订阅请求失败。",
            "Let the user try again.",
            "请让用户重试。"),
        Asked(10004, "subscription-parameters-invalid", ConfigurationFault,
            "A parameter of the request has the wrong type.",
            "参数类型错误。",
            "Pass the template ids as a list of texts.",
            "请以字符串数组传入模板 ID。"),
        Asked(10005, "subscription-dialog-impossible", ConfigurationFault,
            "The dialog cannot be shown, for example because the mini program is in the background.",
            "无法展示订阅界面，例如小程序已切到后台。",
            "Ask right after the user's tap.",
            "请在用户点击后立即请求订阅。"),
        Asked(20001, "subscription-template-missing", ConfigurationFault,
            "There is no such template: it does not exist, or the id is of another app.",
            "没有模板数据：模板不存在，或不属于该应用。",
            "Check the template ids in the mini program.",
            "请检查小程序中的模板 ID。"),
        Asked(20002, "subscription-types-mixed", ConfigurationFault,
            "One-time and long-term templates cannot be asked for together.",
            "一次性订阅与长期订阅模板不能同时请求。",
            "Ask for them one after the other.",
            "请分开请求。"),
        Asked(20003, "subscription-too-many", ConfigurationFault,
            "Too many templates were asked for at once.",
            "一次请求的模板数量过多。",
            "Ask for at most 3 templates at once (5 with recent WeChat versions).",
            "一次最多请求 3 个模板（新版微信为 5 个）。"),
        Asked(20004, "subscriptions-switched-off", RecipientRefused,
            "The user switched subscribe messages off altogether.",
            "用户关闭了订阅消息总开关。",
            "Show the user where to switch them on, in the mini program's settings.",
            "请引导用户在小程序设置中打开订阅消息。"),
        Asked(20005, "subscription-app-banned", ConfigurationFault,
            "The mini program may not ask for subscriptions.",
            "小程序被禁止使用订阅消息。",
            "Look for the reason among the notices in the WeChat console.",
            "请在微信后台的通知中查看原因。"),
        Asked(20013, "subscription-device-template", ConfigurationFault,
            "Device templates must be asked for with wx.requestSubscribeDeviceMessage.",
            "不允许通过该接口订阅设备消息。",
            "Use wx.requestSubscribeDeviceMessage for this template.",
            "请使用 wx.requestSubscribeDeviceMessage。"),
    ];

    private static WeChatErrorEntry Asked(
        int code, string name, WeChatErrorAction action, string meaningEn, string meaningZh, string adviceEn, string adviceZh) =>
        Row(code, name, action, meaningEn, meaningZh, adviceEn, adviceZh, WeChatCall.SubscriptionRequest);
}
