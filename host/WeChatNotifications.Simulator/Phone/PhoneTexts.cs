using WeChatNotifications.Simulator.Pages;

namespace WeChatNotifications.Simulator.Phone;

/// <summary>Texts of the phone, in WeChat's own words where it has some.</summary>
internal static class PhoneTexts
{
    // The list of phones
    public static readonly Text Phones = new("Phones", "手机");
    public static readonly Text PhonesWords = new("Each user of a simulated app has a phone. Open one to see what arrives on it.", "模拟应用的每个用户都有一部手机。打开手机即可查看收到的消息。");
    public static readonly Text Apps = new("Apps", "应用");
    public static readonly Text NoApps = new("There are no apps yet. Seed some with POST /_sim/seed or the option --seed.", "还没有应用。请通过 POST /_sim/seed 或 --seed 参数创建。");
    public static readonly Text MiniProgram = new("Mini program", "小程序");
    public static readonly Text OfficialAccount = new("Official account", "公众号");
    public static readonly Text UserCount = new("Users: {0}", "用户：{0}");
    public static readonly Text FollowerCount = new("Followers: {0}", "关注者：{0}");
    public static readonly Text Search = new("Search by openid", "按 openid 搜索");
    public static readonly Text Find = new("Find", "搜索");
    public static readonly Text UsersOf = new("Users of {0}", "{0} 的用户");
    public static readonly Text FollowersOf = new("Followers of {0}", "{0} 的关注者");
    public static readonly Text Found = new("{0} found", "共 {0} 个");
    public static readonly Text NobodyFound = new("Nobody has such an openid.", "没有匹配的 openid。");
    public static readonly Text NoUsers = new("This app has no users yet.", "此应用还没有用户。");
    public static readonly Text NoMessages = new("No messages", "暂无消息");
    public static readonly Text NextPage = new("Next page", "下一页");
    public static readonly Text FirstPage = new("First page", "第一页");
    public static readonly Text Pages = new("Pages", "分页");
    public static readonly Text AllUsers = new("Users, newest message first", "用户（最新消息在前）");
    public static readonly Text AllFollowers = new("Followers in WeChat's order", "关注者（按微信顺序）");
    public static readonly Text NoApp = new("There is no app {0}.", "没有应用 {0}。");
    public static readonly Text NoUser = new("The app {0} has no user {1}.", "应用 {0} 没有用户 {1}。");
    public static readonly Text NoChat = new("There is no such chat on this phone.", "这部手机上没有这个会话。");
    public static readonly Text NoMessage = new("This message is not on this phone, or no longer kept.", "这部手机上没有这条消息，或消息已不再保留。");
    public static readonly Text NoForms = new("{0} is an official account and has no mini program pages.", "{0} 是公众号，没有小程序页面。");

    // The frame
    public static readonly Text PhoneOf = new("Phone of {0}", "{0} 的手机");
    public static readonly Text Chats = new("Chats", "微信");
    public static readonly Text Me = new("Settings", "设置");
    public static readonly Text Subscribe = new("Subscribe", "订阅消息");
    public static readonly Text Program = new("Mini program", "小程序");
    public static readonly Text PhoneParts = new("Parts of the phone", "手机功能");
    public static readonly Text Back = new("Back", "返回");
    public static readonly Text Refresh = new("Refresh", "刷新");
    public static readonly Text Live = new("New messages appear by themselves.", "新消息会自动显示。");
    public static readonly Text NotLive = new("Not connected; refresh to see new messages.", "未连接，请刷新以查看新消息。");
    public static readonly Text Arrived = new("New message from {0}: {1}", "{0} 发来新消息：{1}");

    // Chats and cards
    public static readonly Text ServiceChat = new("Service notifications", "服务通知");
    public static readonly Text NoMessagesYet = new("Nothing has arrived yet.", "还没有收到消息。");
    public static readonly Text Earlier = new("Earlier messages", "更早的消息");
    public static readonly Text Newest = new("Newest messages", "最新消息");
    public static readonly Text Messages = new("Messages", "消息");
    public static readonly Text EnterProgram = new("Enter mini program", "进入小程序");
    public static readonly Text Preview = new("{0}: {1}", "{0}：{1}");
    public static readonly Text Details = new("Details", "详情");
    public static readonly Text WhatWasReceived = new("What was received", "接收内容");
    public static readonly Text Developer = new("Development version", "开发版");
    public static readonly Text Trial = new("Trial version", "体验版");

    // An opened message
    public static readonly Text OpenedPage = new("Page of the mini program", "小程序页面");
    public static readonly Text OpenedWeb = new("Web page", "网页");
    public static readonly Text WebNotOpened = new("The simulator shows the address only; nothing is fetched.", "模拟器只显示地址，不会访问。");
    public static readonly Text LeadsNowhere = new("This message leads nowhere.", "此消息没有跳转页面。");
    public static readonly Text PagePath = new("Page", "页面路径");
    public static readonly Text WebAddress = new("Address", "网址");
    public static readonly Text ElseWeb = new("Older versions of WeChat open this instead", "旧版微信改为打开此网址");
    public static readonly Text Parameters = new("Parameters", "参数");
    public static readonly Text ParameterName = new("Name", "名称");
    public static readonly Text ParameterValue = new("Value", "值");
    public static readonly Text NoParameters = new("No parameters.", "没有参数。");
    public static readonly Text Channel = new("Sent by", "发送接口");
    public static readonly Text TemplateId = new("Template", "模板");
    public static readonly Text MessageId = new("Message id", "消息 ID");
    public static readonly Text FormId = new("Form id or prepay id", "form_id 或 prepay_id");
    public static readonly Text ClientId = new("Sender's own id", "client_msg_id");
    public static readonly Text RequestBody = new("Request body", "请求正文");

    // The dialog
    public static readonly Text AskTitle = new("The page asks for subscriptions", "页面请求订阅消息");
    public static readonly Text AskWords = new("Choose what the page asks for: one to five templates of {0}.", "选择页面请求的模板：{0} 的一至五个模板。");
    public static readonly Text Ask = new("Show the dialog", "弹出授权框");
    public static readonly Text NoTemplates = new("{0} has no templates for subscribe messages.", "{0} 没有订阅消息模板。");
    public static readonly Text ChooseTemplates = new("Choose at least one template.", "请至少选择一个模板。");
    public static readonly Text Wants = new("{0} would like to send you these messages", "{0} 申请向你发送以下消息");
    public static readonly Text Accept = new("Accept", "接受");
    public static readonly Text Reject = new("Reject", "拒绝");
    public static readonly Text Always = new("Always keep this choice and do not ask again", "总是保持以上选择，不再询问");
    public static readonly Text Allow = new("Allow", "允许");
    public static readonly Text Cancel = new("Cancel", "取消");
    public static readonly Text KeptAccept = new("Always accepted: not asked", "已设为总是接受，不再询问");
    public static readonly Text KeptReject = new("Always rejected: not asked", "已设为总是拒绝，不再询问");
    public static readonly Text Answered = new("What the page gets", "页面得到的结果");
    public static readonly Text AnswerFailed = new("The dialog was not shown. WeChat answers {0}: {1}", "未弹出授权框。微信返回 {0}：{1}");
    public static readonly Text Result = new("Result", "结果");
    public static readonly Text AskAgain = new("Ask again", "再次请求");
    public static readonly Text OneTime = new("One-time", "一次性订阅");
    public static readonly Text LongTerm = new("Long-term", "长期订阅");

    // Settings
    public static readonly Text Settings = new("Settings", "设置");
    public static readonly Text SubscribeMessages = new("Subscribe messages", "订阅消息");
    public static readonly Text MainSwitch = new("Receive subscribe messages", "接收订阅消息");
    public static readonly Text On = new("on", "已开启");
    public static readonly Text Off = new("off", "已关闭");
    public static readonly Text TurnOn = new("Turn on", "开启");
    public static readonly Text TurnOff = new("Turn off", "关闭");
    public static readonly Text NeverAsked = new("never asked", "未询问过");
    public static readonly Text SendsLeft = new("messages left: {0}", "剩余可发送：{0} 条");
    public static readonly Text AlwaysOn = new("on, without limit", "已开启，不限次数");
    public static readonly Text TurnedOff = new("turned off", "已拒收");
    public static readonly Text AlwaysAccepts = new("always accepts", "总是接受");
    public static readonly Text AlwaysRejects = new("always rejects", "总是拒绝");
    public static readonly Text Blocking = new("Refuse everything from {0}", "拒收 {0} 的所有消息");
    public static readonly Text Block = new("Block", "拒收");
    public static readonly Text Unblock = new("Unblock", "取消拒收");
    public static readonly Text Following = new("Follows {0}", "关注 {0}");
    public static readonly Text Follow = new("Follow", "关注");
    public static readonly Text Unfollow = new("Unfollow", "取消关注");
    public static readonly Text AccountMessages = new("Messages of {0}", "接收 {0} 的消息");
    public static readonly Text Yes = new("yes", "是");
    public static readonly Text No = new("no", "否");
    public static readonly Text Changed = new("Changed.", "已更改。");
    public static readonly Text SwitchedOff = new("Turned off. The app's server is told, if it is set up.", "已关闭。如已配置消息推送，将通知应用服务器。");
    public static readonly Text SwitchedOn = new("Turned on.", "已开启。");

    // The mini program
    public static readonly Text ProgramTitle = new("In the mini program {0}", "小程序“{0}”");
    public static readonly Text ProgramWords = new("What the user does there, and what the program gets for its server.", "用户在小程序中的操作，以及小程序得到、可交给服务器的内容。");
    public static readonly Text LogIn = new("Log in", "登录");
    public static readonly Text LogInWords = new("wx.login gives a code that is good once and for five minutes.", "wx.login 返回的 code 五分钟内有效，只能使用一次。");
    public static readonly Text SubmitForm = new("Submit a form", "提交表单");
    public static readonly Text FormWords = new("A form gives a form id, good for one template message within seven days.", "提交表单得到 form_id，七天内可发送一条模板消息。");
    public static readonly Text FormsRetired = new("Form ids are retired in the simulated period: a form gives a mock string that no message can use.", "当前模拟时期 form_id 已下线：表单只返回模拟字符串，无法发送消息。");
    public static readonly Text Pay = new("Pay", "支付");
    public static readonly Text PayWords = new("A payment gives a prepay id, good for {0} template messages within seven days.", "支付得到 prepay_id，七天内可发送 {0} 条模板消息。");
    public static readonly Text GotFormIds = new("The program got", "小程序得到");
    public static readonly Text FormIds = new("Form ids and prepay ids", "form_id 与 prepay_id");
    public static readonly Text NoFormIds = new("None yet.", "暂无。");
    public static readonly Text UsesLeft = new("uses left: {0}", "剩余次数：{0}");
    public static readonly Text Expires = new("expires", "过期时间");
    public static readonly Text FormKind = new("Form", "表单");
    public static readonly Text PayKind = new("Payment", "支付");
}
