using WeChatNotifications.Simulator.OfficialAccount;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Subscribe;
using WeChatNotifications.Simulator.TemplateMessages;
using WeChatNotifications.Simulator.UniformMessages;

namespace WeChatNotifications.Simulator.Sending;

/// <summary>Reads kept bodies again.</summary>
internal static class MessageRequests
{
    /// <exception cref="InvalidDataException">The body is none the call has accepted.</exception>
    public static MessageRequest Read(SimulatedChannel channel, ReadOnlySpan<byte> body)
    {
        MessageRequest request = channel switch
        {
            SimulatedChannel.SubscribeMessage => new SendRequest(),
            SimulatedChannel.TemplateMessage => new TemplateMessageRequest(),
            SimulatedChannel.UniformMessage => new UniformRequest(),
            SimulatedChannel.OfficialAccountTemplateMessage => new OfficialTemplateRequest(),
            _ => new BizSendRequest(),
        };
        return request.TryRead(body) ? request : throw new InvalidDataException("A kept message cannot be read.");
    }
}
