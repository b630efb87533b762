namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>
/// One message as it goes to WeChat, but for the access token: what <see cref="IWeChatApiClient"/> posts, for whoever wants to see it.
/// </summary>
/// <param name="Call">WeChat's name of the call, such as <c>message/subscribe/send</c>; its address is <c>cgi-bin/</c> and this, below the base address.</param>
/// <param name="Body">The JSON body in UTF-8, byte for byte. Nobody has checked whether WeChat's required parts are there.</param>
public sealed record MessageRequest(string Call, ReadOnlyMemory<byte> Body)
{
    /// <summary>What a subscribe message is sent as.</summary>
    public static MessageRequest Of(SubscribeMessage message) => new("message/subscribe/send", SubscribeMessageBody.Write(message));

    /// <summary>What a template message of a mini program is sent as.</summary>
    public static MessageRequest Of(TemplateMessage message) => new("message/wxopen/template/send", TemplateMessageBody.Write(message));

    /// <summary>What a uniform message is sent as.</summary>
    /// <param name="message">The message.</param>
    /// <param name="pagePathName"><see cref="WeChatApiOptions.UniformPagePathName"/>.</param>
    public static MessageRequest Of(UniformMessage message, string pagePathName)
        => new("message/wxopen/template/uniform_send", UniformMessageBody.Write(message, pagePathName));

    /// <summary>What a template message of an official account is sent as.</summary>
    public static MessageRequest Of(OfficialAccountTemplateMessage message) => new("message/template/send", OfficialAccountTemplateMessageBody.Write(message));

    /// <summary>What a subscription notice of an official account is sent as.</summary>
    public static MessageRequest Of(OfficialAccountSubscribeMessage message) => new("message/subscribe/bizsend", OfficialAccountSubscribeMessageBody.Write(message));

    /// <summary>The address of the call with <c>***</c> for the token: for people, not for calls.</summary>
    /// <param name="baseAddress"><see cref="WeChatApiOptions.BaseAddress"/>.</param>
    public string AddressToShow(Uri baseAddress)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        return $"{baseAddress.AbsoluteUri.TrimEnd('/')}/{Path}***";
    }

    internal string PathWith(string accessToken) => Path + Uri.EscapeDataString(accessToken);

    private string Path => $"cgi-bin/{Call}?access_token=";
}
