using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace WeChatNotifications.Simulator.Push;

/// <summary>Writes events as WeChat does.</summary>
internal static class PushBody
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An event in the clear.</summary>
    /// <param name="receiver">The account's original id (<c>gh_…</c>).</param>
    /// <param name="openId">The user it is about.</param>
    /// <param name="at">In simulated time.</param>
    /// <param name="pushed">The event.</param>
    /// <param name="format">XML or JSON.</param>
    /// <param name="encrypted">The same once more, encrypted, for the compatible mode.</param>
    public static string Write(string receiver, string openId, DateTimeOffset at, PushEvent pushed, PushFormat format, string? encrypted = null)
    {
        PushField[] head =
        [
            new("ToUserName", receiver),
            new("FromUserName", openId),
            PushField.Number("CreateTime", at.ToUnixTimeSeconds()),
            new("MsgType", "event"),
            new("Event", pushed.Name),
            .. pushed.Fields,
        ];
        return format == PushFormat.Json ? Json(head, pushed, encrypted) : Xml(head, pushed, encrypted);
    }

    /// <summary>What is sent in the secure mode.</summary>
    public static string WriteSecure(string receiver, string encrypted, PushFormat format)
    {
        PushField[] fields = [new("ToUserName", receiver), new("Encrypt", encrypted)];
        return format == PushFormat.Json ? WriteJson(json => WriteFields(json, fields)) : Text(new XElement("xml", fields.Select(Element)));
    }

    private static string Xml(PushField[] head, PushEvent pushed, string? encrypted)
    {
        var xml = new XElement("xml", head.Select(Element));
        if (pushed.Wrapper is { } wrapper)
        {
            xml.Add(new XElement(wrapper, pushed.Items.Select(item => new XElement("List", item.Select(Element)))));
        }

        if (encrypted is not null)
        {
            xml.Add(Element(new("Encrypt", encrypted)));
        }

        return Text(xml);
    }

    private static XElement Element(PushField field) => new(field.Name, field.IsNumber ? new XText(field.Value) : new XCData(field.Value));

    private static string Text(XElement xml)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new() { OmitXmlDeclaration = true, CheckCharacters = false }))
        {
            xml.Save(writer);
        }

        return text.ToString();
    }

    /// <summary>One item is an object, several are an array.</summary>
    private static string Json(PushField[] head, PushEvent pushed, string? encrypted) => WriteJson(json =>
    {
        WriteFields(json, head);
        switch (pushed.Items)
        {
            case []:
                break;
            case [var only]:
                json.WritePropertyName("List");
                WriteObject(json, only);
                break;
            default:
                json.WriteStartArray("List");
                foreach (var item in pushed.Items)
                {
                    WriteObject(json, item);
                }

                json.WriteEndArray();
                break;
        }

        if (encrypted is not null)
        {
            json.WriteString("Encrypt", encrypted);
        }
    });

    private static string WriteJson(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static void WriteObject(Utf8JsonWriter json, IReadOnlyList<PushField> fields)
    {
        json.WriteStartObject();
        WriteFields(json, fields);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<PushField> fields)
    {
        foreach (var field in fields)
        {
            json.WriteString(field.Name, field.Value);
        }
    }
}
