using System.Text;
using WeChatNotifications.Testing;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.WeChatApi.Tests.Callbacks;

/// <summary>Which pushes are believed in which mode.</summary>
public sealed class CallbackKeysTests
{
    private const string AppId = "wx0123456789abcdef";
    private const string Token = "t0ken";
    private const string AesKey = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
    private const string OldKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private const string Genuine = "<xml><FromUserName>o-alice</FromUserName><MsgType>text</MsgType></xml>";
    private const string Planted = "<FromUserName>o-mallory</FromUserName><MsgType>text</MsgType>";

    [Fact]
    public void Plain_believes_what_is_signed_and_ignores_the_encrypted_half()
    {
        var keys = Keys(PushProtection.Plain);
        keys.Read(Signed(), Bytes(Genuine)).Message!.FromUserName.ShouldBe("o-alice");
        keys.Read(Signed(), Bytes($"<xml>{Planted}<Encrypt>{Encrypted(AesKey)}</Encrypt></xml>")).Message!.FromUserName.ShouldBe("o-mallory");
        keys.Read(Signed() with { Signature = "0" }, Bytes(Genuine)).Verdict.ShouldBe(CallbackVerdict.Forged);
        keys.Read(new CallbackQuery(), Bytes(Genuine)).Verdict.ShouldBe(CallbackVerdict.Forged);
    }

    [Fact]
    public void Compatible_believes_the_encrypted_half_and_nothing_that_stands_beside_it()
    {
        var keys = Keys(PushProtection.Compatible);
        var encrypted = Encrypted(AesKey);
        var both = Bytes($"<xml>{Planted}<Encrypt>{encrypted}</Encrypt></xml>");
        keys.Read(Signed(encrypted), both).Message!.FromUserName.ShouldBe("o-alice");

        // Its signature gone, or the half itself: something encrypted was spoken of, so plain does not do.
        keys.Read(Signed(), both).Verdict.ShouldBe(CallbackVerdict.Forged);
        keys.Read(Signed(encrypted), Bytes($"<xml>{Planted}</xml>")).Verdict.ShouldBe(CallbackVerdict.Forged);
        keys.Read(Signed() with { EncryptType = "AES" }, Bytes($"<xml>{Planted}</xml>")).Verdict.ShouldBe(CallbackVerdict.Forged);
        keys.Read(Signed(), Bytes(Genuine)).Verdict.ShouldBe(CallbackVerdict.Genuine);
    }

    [Fact]
    public void Secure_believes_nothing_but_what_is_encrypted_and_signed_as_a_whole()
    {
        var keys = Keys(PushProtection.Secure);
        var encrypted = Encrypted(AesKey);
        var body = Bytes($"<xml><ToUserName>gh</ToUserName><Encrypt>{encrypted}</Encrypt></xml>");
        keys.Read(Signed(encrypted), body).Message!.FromUserName.ShouldBe("o-alice");
        keys.Read(Signed(encrypted) with { Signature = null }, body).Verdict.ShouldBe(CallbackVerdict.Genuine);

        keys.Read(Signed(), Bytes(Genuine)).Verdict.ShouldBe(CallbackVerdict.Forged);
        keys.Read(Signed(), body).Verdict.ShouldBe(CallbackVerdict.Forged, "the signature of the query alone says nothing about the body");
        keys.Read(Signed(Encrypted(AesKey)), body).Verdict.ShouldBe(CallbackVerdict.Forged);
        keys.Read(Signed(""), Bytes(Genuine)).Verdict.ShouldBe(CallbackVerdict.Forged, "a signature over nothing");
        keys.Read(Signed(""), Bytes("<xml><Encrypt></Encrypt></xml>")).Verdict.ShouldBe(CallbackVerdict.Forged);
    }

    [Fact]
    public void The_key_before_is_good_until_it_is_forgotten()
    {
        var encrypted = Encrypted(OldKey);
        var body = Bytes($$"""{"Encrypt":"{{encrypted}}"}""");
        new CallbackKeys(AppId, PushProtection.Secure, Token, Key(AesKey), Key(OldKey)).Read(Signed(encrypted), body).Verdict.ShouldBe(CallbackVerdict.Genuine);
        Keys(PushProtection.Secure).Read(Signed(encrypted), body).Verdict.ShouldBe(CallbackVerdict.Undecipherable);
    }

    [Fact]
    public void A_signed_body_that_cannot_be_read_is_unreadable_inside_and_outside()
    {
        Keys(PushProtection.Plain).Read(Signed(), Bytes("hello")).Verdict.ShouldBe(CallbackVerdict.Unreadable);
        var encrypted = new CallbackCipher(Key(AesKey), AppId).Encrypt("<!DOCTYPE a><a/>"u8);
        Keys(PushProtection.Secure).Read(Signed(encrypted), Bytes($$"""{"Encrypt":"{{encrypted}}"}""")).Verdict.ShouldBe(CallbackVerdict.Unreadable);
    }

    [Fact]
    public void Keys_do_not_print_themselves()
    {
        Keys(PushProtection.Secure).ToString().ShouldBe($"CallbackKeys {{ {AppId} }}");
        Key(AesKey).ToString().ShouldNotContain(AesKey[..4]);
    }

    [Fact]
    public void Ten_thousand_mutations_of_a_secure_push_are_refused_or_mean_the_same()
    {
        var keys = Keys(PushProtection.Secure);
        var encrypted = Encrypted(AesKey);
        var query = Signed(encrypted);
        foreach (var original in (byte[][])[Bytes($"<xml><ToUserName><![CDATA[gh]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"), Bytes($$"""{"ToUserName":"gh","Encrypt":"{{encrypted}}"}""")])
        {
            var mutator = new BodyMutator(seed: original.Length);
            for (var i = 0; i < 10_000; i++)
            {
                var body = mutator.Mutate(original);
                if (keys.Read(query, body) is { Verdict: CallbackVerdict.Genuine } reading)
                {
                    reading.Message!.Text.ShouldBe(Genuine, Convert.ToBase64String(body));
                }
            }
        }
    }

    private static CallbackKeys Keys(PushProtection protection) => new(AppId, protection, Token, Key(AesKey));

    private static EncodingAesKey Key(string text) => EncodingAesKey.TryParse(text, out var key) ? key : throw new ArgumentException("No key.", nameof(text));

    private static string Encrypted(string key) => new CallbackCipher(Key(key), AppId).Encrypt(Encoding.UTF8.GetBytes(Genuine));

    private static CallbackQuery Signed(string? encrypted = null) => new()
    {
        Timestamp = "1714112445",
        Nonce = "415670741",
        Signature = CallbackSignature.Compute(Token, "1714112445", "415670741"),
        EncryptType = encrypted is null ? null : "aes",
        MsgSignature = encrypted is null ? null : CallbackSignature.Compute(Token, "1714112445", "415670741", encrypted),
    };

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
