using System.Globalization;

namespace WeChatNotifications.Host.Web;

/// <summary>The few texts of the host's own pages.</summary>
internal sealed record HostTexts
{
    private static readonly HostTexts English = new()
    {
        Language = "en",
        LogIn = "Log in",
        LogOut = "Log out",
        UserName = "User name",
        Password = "Password",
        LoginFailed = "The name or the password is wrong, or the account is locked for some minutes.",
        LoginBody = "Send userName and password as JSON or as a form.",
        Forged = "The request seems to come from another site. Send the header X-Requested-With, or use an API key.",
        WrongTenant = "The header X-Tenant names your own tenant. Callers without a tenant name any, by its id, or look at all of them with *; changing something needs one.",
        Tagline = "Tells users something on WeChat. This sample host shows the module with an Orders module beside it.",
        LoggedInAs = "Logged in as {0}.",
        ApiDocument = "OpenAPI document",
        Health = "Health",
        Dashboard = "Dashboard",
        ChangeTenant = "Change tenant",
        Tenant = "Tenant",
        HostItself = "The host itself",
        AllTenants = "All tenants (look only)",
        Choose = "Choose",
    };

    private static readonly HostTexts Chinese = new()
    {
        Language = "zh-Hans",
        LogIn = "登录",
        LogOut = "退出",
        UserName = "用户名",
        Password = "密码",
        LoginFailed = "用户名或密码错误，或账号已被暂时锁定几分钟。",
        LoginBody = "请以 JSON 或表单提交 userName 和 password。",
        Forged = "请求似乎来自其他网站。请加上 X-Requested-With 请求头，或使用 API 密钥。",
        WrongTenant = "X-Tenant 请求头只能填写自己的租户。不属于租户的调用者可以填写任一租户的 id，或用 * 查看全部租户；修改操作必须指定一个租户。",
        Tagline = "在微信上通知用户。本示例宿主展示通知模块与订单模块如何协作。",
        LoggedInAs = "已登录：{0}。",
        ApiDocument = "OpenAPI 文档",
        Health = "健康检查",
        Dashboard = "管理后台",
        ChangeTenant = "切换租户",
        Tenant = "租户",
        HostItself = "宿主自身",
        AllTenants = "全部租户（仅查看）",
        Choose = "选择",
    };

    public required string Language { get; init; }

    public required string LogIn { get; init; }

    public required string LogOut { get; init; }

    public required string UserName { get; init; }

    public required string Password { get; init; }

    public required string LoginFailed { get; init; }

    public required string LoginBody { get; init; }

    public required string Forged { get; init; }

    public required string WrongTenant { get; init; }

    public required string Tagline { get; init; }

    public required string LoggedInAs { get; init; }

    public required string ApiDocument { get; init; }

    public required string Health { get; init; }

    public required string Dashboard { get; init; }

    public required string ChangeTenant { get; init; }

    public required string Tenant { get; init; }

    public required string HostItself { get; init; }

    public required string AllTenants { get; init; }

    public required string Choose { get; init; }

    /// <summary>In the language of the request.</summary>
    public static HostTexts Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? Chinese : English;
}
