using System.Text;
using System.Text.Json;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Sending;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.OfficialAccount;

/// <summary>A message of an official account, which may lead to a web page and to a mini program.</summary>
internal interface IJump
{
    string Url { get; }

    /// <summary>The mini program; empty for none.</summary>
    string JumpAppId { get; }
}

/// <summary>Where messages of an official account may lead.</summary>
internal static class Jump
{
    /// <summary>WeChat gives no figure for template messages; this is the one it gives for menus.</summary>
    private const int LongestUrl = 1024;

    /// <summary>The mini program has to be bound to the account. Its pages are not looked at.</summary>
    /// <returns>0, 40039 or 40013.</returns>
    public static int Judge(SimulatedWeChat weChat, SimulatedApp account, IJump message)
    {
        if (Encoding.UTF8.GetByteCount(message.Url) > LongestUrl)
        {
            return WeChatCodes.UrlTooLong;
        }

        if (message.JumpAppId.Length == 0)
        {
            return WeChatCodes.Ok;
        }

        return weChat.Apps.GetValueOrDefault(message.JumpAppId) is { Kind: AppKind.MiniProgram } app && app.IsLinkedTo(account)
            ? WeChatCodes.Ok
            : WeChatCodes.InvalidAppId;
    }

    /// <summary>Reads <c>miniprogram</c>. The page has been spelled in four ways over the years, and all of them were taken.</summary>
    public static (string AppId, string Page) Read(ref Utf8JsonReader reader)
    {
        var (appId, page) = ("", "");
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return (appId, page);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isAppId = reader.ValueTextEquals("appid"u8);
            var isPage = reader.ValueTextEquals("pagepath"u8) || reader.ValueTextEquals("page"u8) || reader.ValueTextEquals("path"u8) || reader.ValueTextEquals("pagePath"u8);
            reader.Read();
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
            reader.Skip();
            appId = isAppId ? text : appId;
            page = isPage && text.Length > 0 ? text : page;
        }

        return (appId, page);
    }
}
