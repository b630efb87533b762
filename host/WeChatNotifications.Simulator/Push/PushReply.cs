using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace WeChatNotifications.Simulator.Push;

/// <summary>Whether an app's server has taken a push.</summary>
internal static class PushReply
{
    private const string Success = "success";

    /// <summary><c>success</c> or nothing, in the clear; where messages are encrypted, an encrypted reply as well.</summary>
    public static bool IsGood(string answer, PushConfig config)
    {
        var text = answer.Trim();
        return text is "" or Success || (config is { Mode: not PushMode.Plain, Cipher: { } cipher } && IsEncrypted(text, config.Token, cipher));
    }

    private static bool IsEncrypted(string text, string token, PushCipher cipher)
    {
        var fields = text.StartsWith('{') ? ReadJson(text) : ReadXml(text);
        return fields is { Encrypt: { } encrypt, Signature: { } signature, Timestamp: { } timestamp, Nonce: { } nonce }
            && signature == PushSignature.Of(token, timestamp, nonce, encrypt)
            && cipher.Decrypt(encrypt) is not null;
    }

    private static Envelope? ReadJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            // The time is a number in WeChat's own sample, the nonce a text.
            string? Read(string name) => document.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
            return new(Read("Encrypt"), Read("MsgSignature"), Read("TimeStamp"), Read("Nonce"));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Envelope? ReadXml(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new() { DtdProcessing = DtdProcessing.Prohibit });
            var xml = XElement.Load(reader);
            return new((string?)xml.Element("Encrypt"), (string?)xml.Element("MsgSignature"), (string?)xml.Element("TimeStamp"), (string?)xml.Element("Nonce"));
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private sealed record Envelope(string? Encrypt, string? Signature, string? Timestamp, string? Nonce);
}
