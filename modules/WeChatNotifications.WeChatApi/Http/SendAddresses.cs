using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using WeChatNotifications.WeChatApi.Sending;

namespace WeChatNotifications.WeChatApi.Http;

/// <summary>
/// The addresses of calls that send. A token serves for two hours and a million messages: taking its address apart again for each would cost
/// more than writing the message. They are kept as long as somebody else keeps the token's own string, and no longer.
/// </summary>
internal sealed class SendAddresses(Uri baseAddress)
{
    private readonly ConditionalWeakTable<string, ConcurrentDictionary<string, Uri>> _byToken = [];

    public Uri Of(MessageRequest message, string accessToken)
        => _byToken.GetOrCreateValue(accessToken).GetOrAdd(message.Call, static (_, of) => new Uri(of.BaseAddress, of.Message.PathWith(of.Token)), (BaseAddress: baseAddress, Message: message, Token: accessToken));
}
