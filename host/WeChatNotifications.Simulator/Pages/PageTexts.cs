namespace WeChatNotifications.Simulator.Pages;

/// <summary>Texts that every page has.</summary>
internal static class PageTexts
{
    public static readonly Text Product = new("Simulated WeChat", "微信模拟器");
    public static readonly Text SkipToContent = new("Skip to the content", "跳到正文");
    public static readonly Text Sections = new("Sections", "栏目");
    public static readonly Text Phones = new("Phones", "手机");
    public static readonly Text Control = new("Control", "控制台");
    public static readonly Text Language = new("Language", "语言");
    public static readonly Text NotFound = new("Not found", "未找到");
    public static readonly Text NoPage = new("There is no such page.", "没有这个页面。");
    public static readonly Text OtherVerb = new("This page takes another verb.", "此页面不支持该请求方法。");
    public static readonly Text BackToPhones = new("To the list of phones", "返回手机列表");
    public static readonly Text Refused = new("Not done:", "未执行：");
    public static readonly Text Broken = new("The request cannot be read.", "无法读取请求。");
    public static readonly Text NotAllowed = new("Not allowed", "不允许访问");
    public static readonly Text OtherMachine = new(
        "These pages answer this machine only. Start the simulator with --allow-remote-control true to open them to others.",
        "这些页面只对本机开放。如需从其他机器访问，请用 --allow-remote-control true 启动模拟器。");
    public static readonly Text OtherName = new(
        "These pages answer under localhost or an address only, so that no web page can be made to look like this one.",
        "这些页面只能通过 localhost 或 IP 地址访问，以防其他网页冒充。");
    public static readonly Text OtherOrigin = new(
        "A page of another origin sent this. Nothing was changed.",
        "该请求由其他来源的网页发出，未做任何更改。");
    public static readonly Text SignIn = new("Control key", "控制密钥");
    public static readonly Text SignInWords = new(
        "This simulator was started with a control key. Enter it to see phones and to steer.",
        "此模拟器启动时设置了控制密钥。请输入密钥，以查看手机和进行控制。");
    public static readonly Text Key = new("Key", "密钥");
    public static readonly Text WrongKey = new("This is not the key.", "密钥不正确。");
    public static readonly Text Enter = new("Sign in", "登录");

    public static readonly Text Required = new("Required.", "必填。");
    public static readonly Text NotANumber = new("A number is needed.", "请输入数字。");
    public static readonly Text NotWhole = new("A whole number is needed.", "请输入整数。");
    public static readonly Text NotATime = new("A time such as 2026-11-21T09:30 is needed.", "请输入时间，例如 2026-11-21T09:30。");
    public static readonly Text NotAChoice = new("Choose one of the list.", "请从列表中选择。");
    public static readonly Text OutOfRange = new("From {0} to {1}.", "范围为 {0} 到 {1}。");
    public static readonly Text Invalid = new("Not a value for this field.", "该字段的值无效。");
}
