using System.Text.Json;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Sending;
using WeChatNotifications.Simulator.Subscribe;

namespace WeChatNotifications.Simulator.TemplateMessages;

/// <summary>The body of wxopen/template/send, and the first part of a uniform message.</summary>
internal sealed class TemplateMessageRequest : MessageRequest
{
    private string _emphasis = "";

    /// <summary>The form id or prepay id that permits the message.</summary>
    public string FormId { get; private set; } = "";

    /// <summary>Whether the keyword to show large is one of the data, named with <c>.DATA</c>. None is fine.</summary>
    public bool HasValidEmphasis =>
        _emphasis.Length == 0 || (TemplateField.PlainKey(_emphasis) is var key && key != _emphasis && TryFind(key, out _));

    /// <summary>Reads the object the reader stands at.</summary>
    public static TemplateMessageRequest ReadPart(ref Utf8JsonReader reader)
    {
        var part = new TemplateMessageRequest();
        part.ReadObject(ref reader);
        return part;
    }

    public override SimulatedMessage Describe(SimulatedMessage message) => base.Describe(message) with { FormId = FormId, EmphasisKeyword = _emphasis };

    protected override bool TryReadProperty(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("page"u8))
        {
            Page = ReadText(ref reader);
        }
        else if (reader.ValueTextEquals("form_id"u8))
        {
            FormId = ReadText(ref reader);
        }
        else if (reader.ValueTextEquals("emphasis_keyword"u8))
        {
            _emphasis = ReadText(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }
}
