using System.Text.Json;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Sending;

namespace WeChatNotifications.Simulator.OfficialAccount;

/// <summary>The body of template/send, and the second part of a uniform message.</summary>
internal sealed class OfficialTemplateRequest : MessageRequest, IJump
{
    /// <summary>The official account; only in a uniform message.</summary>
    public string AppId { get; private set; } = "";

    public string JumpAppId { get; private set; } = "";

    /// <summary>The sender's own id, by which it may repeat the call.</summary>
    public string ClientMessageId { get; private set; } = "";

    /// <summary>Reads the object the reader stands at.</summary>
    public static OfficialTemplateRequest ReadPart(ref Utf8JsonReader reader)
    {
        var part = new OfficialTemplateRequest();
        part.ReadObject(ref reader);
        return part;
    }

    public override SimulatedMessage Describe(SimulatedMessage message) => base.Describe(message) with { JumpAppId = JumpAppId, ClientMessageId = ClientMessageId };

    protected override bool TryReadProperty(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("url"u8))
        {
            Url = ReadText(ref reader);
        }
        else if (reader.ValueTextEquals("miniprogram"u8))
        {
            (JumpAppId, Page) = Jump.Read(ref reader);
        }
        else if (reader.ValueTextEquals("client_msg_id"u8))
        {
            ClientMessageId = ReadText(ref reader);
        }
        else if (reader.ValueTextEquals("appid"u8))
        {
            AppId = ReadText(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }
}
