using WeChatNotifications.Simulator.Push;

namespace WeChatNotifications.Simulator.Tests.Push;

/// <summary>The numbers of WeChat's own push guide, so that both ends are held against the same truth.</summary>
public sealed class CryptoVectorTests
{
    private const string Token = "AAAAA";
    private const string Key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private const string AppId = "wxba5fad812f8e6fb9";

    private const string Message =
        """{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}""";

    private const string MessageEncrypted =
        "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=";

    private const string Reply = """{"demo_resp":"good luck"}""";
    private const string ReplyEncrypted = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==";

    private const string ForeignEncrypted =
        "LasT9+F3u/TTDVh3wUdOXtaMF/uJe8kKvvzZ54avW/DU8pSuJFy815e2rAFBz8bHNK+271sLFLbwBLHr2BOAHS32irOMt8Pwza4tm6TU+C6zWS00SLeF1RPTCd2EyGawFu9jlYHkjxc9kX5PovDI6FoiPs3LcVU2kpu2wE/cdqHsVvt583C8ynagjq3DAh62B8E1Uz9I7lM56J6siW+m82OPFaRJfRSWO6pLuGj8LnBJp0sUah27jJ4COSYuc6VQaf/LaO2K5zDgXklDmDxw/6rQeY1gJLIRuoKLEVUOLaJN3UYTgEjJmAMd1vHbEF12Ex6YYxVRW280IWlLDixgLsvpBkrSUoqXAFmQfNcRJZf3Yr/MSGlpsoUVRfNP7iJ70OtzVU3lbKcMmnn5FbB0EHNzJJSBVM/XPLr9VD9Ac+g=";

    [Theory]
    [InlineData("1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd1441696")]
    [InlineData("1714037059", "486452656", "899cf89e464efb63f54ddac96b0a0a235f53aa78")]
    [InlineData("1714112445", "415670741", "6c5c811b55cc85e0e1b54100749188c20beb3f5d")]
    public void A_request_is_signed_as_in_the_guide(string timestamp, string nonce, string signature) =>
        PushSignature.Of(Token, timestamp, nonce).ShouldBe(signature);

    [Theory]
    [InlineData(Token, "1714112445", "415670741", MessageEncrypted, "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3")]
    [InlineData(Token, "1713424427", "415670741", ReplyEncrypted, "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1")]
    [InlineData("weixin", "1570032739", "2068872452", ForeignEncrypted, "5d2bb7b812db415cdc7fea58cee6890db50d363a")]
    public void An_encrypted_text_is_signed_as_in_the_guide(string token, string timestamp, string nonce, string encrypted, string signature) =>
        PushSignature.Of(token, timestamp, nonce, encrypted).ShouldBe(signature);

    [Theory]
    [InlineData(Message, "a8eedb185eb2fecf", MessageEncrypted)]
    [InlineData(Reply, "707722b803182950", ReplyEncrypted)]
    public void The_same_random_bytes_give_the_guides_own_text_and_it_can_be_read_back(string message, string random, string encrypted)
    {
        var cipher = new PushCipher(Key, AppId);

        cipher.Encrypt(message, System.Text.Encoding.ASCII.GetBytes(random)).ShouldBe(encrypted);
        cipher.Decrypt(encrypted).ShouldBe(message);
    }

    [Fact]
    public void What_is_not_for_this_app_or_not_whole_cannot_be_read()
    {
        new PushCipher(Key, "wx-other").Decrypt(MessageEncrypted).ShouldBeNull();
        var cipher = new PushCipher(Key, AppId);
        cipher.Decrypt(ForeignEncrypted).ShouldBeNull();
        cipher.Decrypt("").ShouldBeNull();
        cipher.Decrypt("not base64!").ShouldBeNull();
        cipher.Decrypt(Convert.ToBase64String(new byte[16])).ShouldBeNull();
        cipher.Decrypt(MessageEncrypted[..^44] + MessageEncrypted[^40..]).ShouldBeNull();
    }

    [Fact]
    public void Every_length_of_message_comes_back_and_a_key_may_end_in_any_letter()
    {
        foreach (var last in "AB9z")
        {
            var cipher = new PushCipher($"{new string('k', 42)}{last}", AppId);
            for (var length = 0; length < 70; length++)
            {
                var message = new string('中', length);
                var encrypted = cipher.Encrypt(message, PushCipher.NewRandom());
                (Convert.FromBase64String(encrypted).Length % 32).ShouldBe(0);
                cipher.Decrypt(encrypted).ShouldBe(message);
            }
        }
    }
}
