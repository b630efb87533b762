using System.Text.Json;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Sending;

namespace WeChatNotifications.Simulator.OfficialAccount;

/// <summary>
/// The body of subscribe/bizsend. Its <c>page</c> was documented as a web page, and is now documented as a page of a mini program:
/// either is taken for what it looks like.
/// </summary>
internal sealed class BizSendRequest : MessageRequest, IJump
{
    private string _state = "";
    private string _language = "";

    public string JumpAppId { get; private set; } = "";

    public override SimulatedMessage Describe(SimulatedMessage message) =>
        base.Describe(message) with { JumpAppId = JumpAppId, State = _state, Language = _language };

    protected override bool TryReadProperty(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("page"u8))
        {
            ReadPage(ReadText(ref reader));
        }
        else if (reader.ValueTextEquals("miniprogram"u8))
        {
            (JumpAppId, Page) = Jump.Read(ref reader);
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

    /// <summary>The page of <c>miniprogram</c> goes first, in whatever order the two come.</summary>
    private void ReadPage(string page)
    {
        if (page.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || page.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            Url = page;
        }
        else if (JumpAppId.Length == 0)
        {
            Page = page;
        }
    }
}
