using System.Text.Json;
using WeChatNotifications.Simulator.OfficialAccount;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Sending;
using WeChatNotifications.Simulator.TemplateMessages;

namespace WeChatNotifications.Simulator.UniformMessages;

/// <summary>The body of uniform_send: a template message of the mini program, or one of its official account, or both.</summary>
internal sealed class UniformRequest : MessageRequest
{
    /// <summary>Null: not given. Given, it is the one that is sent.</summary>
    public TemplateMessageRequest? Weapp { get; private set; }

    public OfficialTemplateRequest OfficialAccount { get; private set; } = new();

    public MessageRequest Chosen => Weapp is null ? OfficialAccount : Weapp;

    public override SimulatedMessage Describe(SimulatedMessage message) => Chosen.Describe(message);

    protected override bool TryReadProperty(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("weapp_template_msg"u8))
        {
            Weapp = IsObject(ref reader) ? TemplateMessageRequest.ReadPart(ref reader) : null;
        }
        else if (reader.ValueTextEquals("mp_template_msg"u8))
        {
            OfficialAccount = IsObject(ref reader) ? OfficialTemplateRequest.ReadPart(ref reader) : new();
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Whether the next value is an object; anything else is skipped.</summary>
    private static bool IsObject(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        reader.Skip();
        return false;
    }
}
