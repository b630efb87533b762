using System.Text.Json;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Sending;

namespace WeChatNotifications.Simulator.Subscribe;

/// <summary>The body of subscribe/send.</summary>
internal sealed class SendRequest : MessageRequest
{
    private const string UsualState = "formal";
    private const string UsualLanguage = "zh_CN";

    private string _state = "";
    private string _language = "";

    public override SimulatedMessage Describe(SimulatedMessage message) => base.Describe(message) with
    {
        State = _state.Length > 0 ? _state : UsualState,
        Language = _language.Length > 0 ? _language : UsualLanguage,
    };

    protected override bool TryReadProperty(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("page"u8))
        {
            Page = ReadText(ref reader);
        }
        else if (reader.ValueTextEquals("miniprogram_state"u8))
        {
            _state = ReadText(ref reader);
        }
        else if (reader.ValueTextEquals("lang"u8))
        {
            _language = ReadText(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }
}
