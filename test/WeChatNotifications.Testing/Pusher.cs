using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.Testing;

/// <summary>Signs and encrypts pushes as WeChat does.</summary>
public sealed class Pusher(string appId, string token, string? encodingAesKey = null)
{
    public string AppId => appId;

    /// <summary>A push of a body in a mode, ready to be sent.</summary>
    /// <param name="text">The message in XML or JSON.</param>
    /// <param name="protection">The mode.</param>
    /// <param name="at">When WeChat sends it; null for now.</param>
    /// <param name="nonce">Null for one of its own.</param>
    public SignedPush Sign(string text, PushProtection protection, DateTimeOffset? at = null, string? nonce = null)
    {
        var timestamp = (at ?? TimeProvider.System.GetUtcNow()).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        nonce ??= RandomNumberGenerator.GetString("0123456789", 12);
        var query = new CallbackQuery { Timestamp = timestamp, Nonce = nonce, Signature = CallbackSignature.Compute(token, timestamp, nonce) };
        if (protection == PushProtection.Plain)
        {
            return new SignedPush(query, Encoding.UTF8.GetBytes(text));
        }

        var encrypted = Encrypt(text);
        query = query with { EncryptType = "aes", MsgSignature = CallbackSignature.Compute(token, timestamp, nonce, encrypted) };
        return new SignedPush(query, Encoding.UTF8.GetBytes(Envelope(text, encrypted, protection)));
    }

    /// <summary>The query with which WeChat checks an address.</summary>
    public CallbackQuery AddressCheck(string echo, DateTimeOffset? at = null) => Sign("", PushProtection.Plain, at).Query with { EchoString = echo };

    public string Encrypt(string text)
        => EncodingAesKey.TryParse(encodingAesKey, out var key) ? new CallbackCipher(key, appId).Encrypt(Encoding.UTF8.GetBytes(text)) : throw new InvalidOperationException("There is no key.");

    /// <summary>In compatible mode the encrypted form stands among the plain fields.</summary>
    private static string Envelope(string text, string encrypted, PushProtection protection) => (text is ['<', ..], protection) switch
    {
        (true, PushProtection.Secure) => $"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>",
        (true, _) => text[..text.LastIndexOf("</xml>", StringComparison.Ordinal)] + $"<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>",
        (_, PushProtection.Secure) => new JsonObject { ["ToUserName"] = "gh_1", ["Encrypt"] = encrypted }.ToJsonString(),
        _ => With(JsonNode.Parse(text)!.AsObject(), encrypted),
    };

    private static string With(JsonObject message, string encrypted)
    {
        message["Encrypt"] = encrypted;
        return message.ToJsonString();
    }
}

/// <summary>A push, ready to be sent.</summary>
public sealed record SignedPush(CallbackQuery Query, byte[] Body)
{
    /// <summary>The query as it stands in the address.</summary>
    public string QueryString => QueryOf(Query);

    public static string QueryOf(CallbackQuery query)
        => "?" + string.Join('&', new (string Name, string? Value)[]
        {
            ("signature", query.Signature), ("timestamp", query.Timestamp), ("nonce", query.Nonce), ("openid", "o-somebody"), ("encrypt_type", query.EncryptType),
            ("msg_signature", query.MsgSignature), ("echostr", query.EchoString),
        }.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
}
