using WeChatNotifications.Simulator.Pages;

namespace WeChatNotifications.Simulator.Phone;

/// <summary>Where the pages of a phone are.</summary>
internal static class PhoneAddress
{
    public const string Root = "/phone";

    public static string Of(string appId, string openId) => $"{Root}/{Escape(appId)}/{Escape(openId)}";

    public static string Of(PhoneOwner owner) => Of(owner.App.AppId, owner.User.OpenId);

    public static string OfChats(PhoneOwner owner) => $"{Of(owner)}/chats";

    public static string OfChat(PhoneOwner owner, PhoneChat chat) => $"{OfChats(owner)}/{Escape(chat.Key)}";

    public static string OfMessage(PhoneOwner owner, long messageId) => $"{Of(owner)}/messages/{messageId}";

    public static string OfDialog(PhoneOwner owner) => $"{Of(owner)}/subscribe";

    public static string OfProgram(PhoneOwner owner) => $"{Of(owner)}/program";

    public static string OfSettings(PhoneOwner owner) => $"{Of(owner)}/settings";

    /// <summary>Where new messages come from. It says which ones the page has already, and its language.</summary>
    public static string OfEvents(PhoneOwner owner, PageLanguage language, long after) => $"{Of(owner)}/events?{PageLanguages.QueryName}={language.Tag()}&after={after}";

    /// <summary>The server leaves an encoded slash in a path as it is.</summary>
    public static string Read(HttpContext http, string name) => (http.Request.RouteValues[name] as string ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static string Escape(string part) => Uri.EscapeDataString(part);
}
