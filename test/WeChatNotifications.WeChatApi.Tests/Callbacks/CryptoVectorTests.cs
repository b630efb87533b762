using System.Text;
using System.Text.Json.Nodes;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.WeChatApi.Tests.Callbacks;

/// <summary>The samples that WeChat and others published, each through the code that meets real pushes.</summary>
public sealed class CryptoVectorTests
{
    public static TheoryData<string> Signatures => [.. CryptoVector.All.Where(v => v.Kind == "signature").Select(v => v.Id)];

    public static TheoryData<string> Messages => [.. CryptoVector.All.Where(v => v is { Kind: "message", ExpectReject: false }).Select(v => v.Id)];

    public static TheoryData<string> Forgeries => [.. CryptoVector.All.Where(v => v.ExpectReject).Select(v => v.Id)];

    [Fact]
    public void Every_vector_is_one_of_the_kinds_tested_here()
    {
        (Signatures.Count, Messages.Count, Forgeries.Count).ShouldBe((3, 2, 1));
        CryptoVector.All.Count.ShouldBe(Signatures.Count + Messages.Count + Forgeries.Count);
    }

    [Theory]
    [MemberData(nameof(Signatures))]
    public void A_published_signature_is_right(string id)
    {
        var vector = CryptoVector.Named(id);
        CallbackSignature.Compute(vector.Token, vector.Timestamp, vector.Nonce).ShouldBe(vector.Signature);
        var keys = new CallbackKeys("wxba5fad812f8e6fb9", PushProtection.Plain, vector.Token);
        keys.IsAddressCheck(QueryOf(vector)).ShouldBeTrue();
        keys.Read(QueryOf(vector), "<xml><MsgType>text</MsgType></xml>"u8).Verdict.ShouldBe(CallbackVerdict.Genuine);
        vector.ExpectedResponseBody.ShouldBe(vector.EchoStr);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_published_message_is_signed_decrypted_and_encrypted_as_published(string id)
    {
        var vector = CryptoVector.Named(id);
        EncodingAesKey.TryParse(vector.EncodingAesKey, out var key).ShouldBeTrue();
        var cipher = new CallbackCipher(key, vector.AppId!);

        CallbackSignature.Compute(vector.Token, vector.Timestamp, vector.Nonce, vector.Encrypt).ShouldBe(vector.MsgSignature);
        Encoding.UTF8.GetString(cipher.Decrypt(vector.Encrypt!)!).ShouldBe(vector.Plaintext);
        cipher.Encrypt(Encoding.UTF8.GetBytes(vector.Plaintext!), Encoding.ASCII.GetBytes(vector.Random!)).ShouldBe(vector.Encrypt);
    }

    [Theory]
    [InlineData(PushProtection.Compatible)]
    [InlineData(PushProtection.Secure)]
    public void The_published_push_is_read(PushProtection protection)
    {
        var vector = CryptoVector.Named("official-doc-secure-json");

        var reading = KeysOf(vector, protection).Read(QueryOf(vector), BodyOf(vector));

        reading.Verdict.ShouldBe(CallbackVerdict.Genuine);
        reading.Message!.FromUserName.ShouldBe("o9AgO5Kd5ggOC-bXrbNODIiE3bGY");
        reading.Message.CreateTime.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1714112445));
        reading.Message.Event.ShouldBe("debug_demo");
        reading.Message.Fields["debug_str"].ShouldBe("hello world");
        reading.Message.Text.ShouldBe(vector.Plaintext);
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void A_published_message_whose_signature_is_not_its_own_is_refused(string id)
    {
        var vector = CryptoVector.Named(id);
        EncodingAesKey.TryParse(EncodingAesKey.Generate(), out var key).ShouldBeTrue();
        var body = Encoding.UTF8.GetBytes($"<xml><ToUserName><![CDATA[gh]]></ToUserName><Encrypt><![CDATA[{vector.Encrypt}]]></Encrypt></xml>");

        foreach (var protection in (PushProtection[])[PushProtection.Compatible, PushProtection.Secure])
        {
            new CallbackKeys("wx", protection, vector.Token, key).Read(QueryOf(vector), body).Verdict.ShouldBe(CallbackVerdict.Forged);
        }

        // Had it the right signature, it would only be undecipherable: the signature is what refuses it.
        var signed = QueryOf(vector) with { MsgSignature = CallbackSignature.Compute(vector.Token, vector.Timestamp, vector.Nonce, vector.Encrypt) };
        new CallbackKeys("wx", PushProtection.Secure, vector.Token, key).Read(signed, body).Verdict.ShouldBe(CallbackVerdict.Undecipherable);
    }

    internal static CallbackKeys KeysOf(CryptoVector vector, PushProtection protection)
        => new(vector.AppId!, protection, vector.Token, EncodingAesKey.TryParse(vector.EncodingAesKey, out var key) ? key : null);

    internal static CallbackQuery QueryOf(CryptoVector vector) => new()
    {
        Signature = vector.Signature ?? CallbackSignature.Compute(vector.Token, vector.Timestamp, vector.Nonce),
        Timestamp = vector.Timestamp,
        Nonce = vector.Nonce,
        EncryptType = vector.Encrypt is null ? null : "aes",
        MsgSignature = vector.MsgSignature,
        EchoString = vector.EchoStr,
    };

    internal static byte[] BodyOf(CryptoVector vector)
        => Encoding.UTF8.GetBytes(new JsonObject { ["ToUserName"] = "gh_97417a04a28d", ["Encrypt"] = vector.Encrypt }.ToJsonString());
}
