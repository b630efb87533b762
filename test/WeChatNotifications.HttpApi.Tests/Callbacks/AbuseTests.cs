using System.Net;
using System.Text;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Testing;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.HttpApi.Tests.Callbacks;

/// <summary>What strangers may try at an address that everybody can reach.</summary>
public sealed class AbuseTests(RunningHost host)
{
    [Fact]
    public async Task An_unknown_app_and_a_forgery_are_answered_alike()
    {
        var shop = await PushedShop.OpenAsync(host);
        var forged = new Pusher(shop.Shop.AppId, "othertoken", EncodingAesKey.Generate()).Sign(PushedBodies.Text("o-x", 1, "hello"), PushProtection.Secure);
        var answers = new List<ApiAnswer>();
        foreach (var appId in new[] { shop.Shop.AppId, "wx0000000000000404", Guid.NewGuid().ToString(), "%F0%9F%98%80", new string('x', 4_000) })
        {
            answers.Add((await PushedShop.PushAsync(host, forged, appId)).ShouldBe(HttpStatusCode.Forbidden));
            answers.Add((await shop.CheckAsync(forged.Query with { EchoString = "77" }, appId)).ShouldBe(HttpStatusCode.Forbidden));
        }

        answers.ShouldAllBe(a => a.Body == "refused");
        answers.Select(a => string.Join(',', a.Headers.Select(h => h.Key).Except(["Date"]).Order())).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_copy_of_a_push_is_refused_and_WeChats_own_second_try_is_not()
    {
        var shop = await PushedShop.OpenAsync(host);
        var body = PushedBodies.Popup("o-dora", TimeProvider.System.GetUtcNow(), true, (Shop.WeChatTemplate, "accept"));
        var push = shop.WeChat.Sign(body, PushProtection.Secure);
        (await shop.PushAsync(push)).ShouldBe(HttpStatusCode.OK);
        (await shop.PushAsync(push)).ShouldBe(HttpStatusCode.Forbidden);
        (await shop.PushAsync(body)).ShouldBe(HttpStatusCode.OK).Body.ShouldBe("success");
        (await shop.RemainingAsync("o-dora")).ShouldBe(1);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_whether_it_says_so_or_not()
    {
        var shop = await PushedShop.OpenAsync(host, PushProtection.Plain);
        var fits = $"<xml><MsgType>text</MsgType><Content>{new string('x', (64 * 1024) - 60)}</Content></xml>";
        Encoding.UTF8.GetByteCount(fits).ShouldBeLessThanOrEqualTo(64 * 1024);
        (await shop.PushAsync(fits, PushProtection.Plain)).ShouldBe(HttpStatusCode.OK);

        var large = shop.WeChat.Sign($"<xml><Content>{new string('x', 64 * 1024)}</Content></xml>", PushProtection.Plain);
        (await shop.PushAsync(large)).ShouldBe(HttpStatusCode.RequestEntityTooLarge).Body.ShouldBe("refused");
        using var stream = new MemoryStream(large.Body);
        using var chunked = new StreamContent(new Unsized(stream));
        (await host.Anonymous().With("Transfer-Encoding", "chunked").SendAsync(HttpMethod.Post, $"{PushedShop.Callback}/{shop.Shop.AppId}{large.QueryString}", chunked))
            .ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("<!DOCTYPE xml SYSTEM \"http://127.0.0.1:1/x.dtd\"><xml><MsgType>text</MsgType></xml>")]
    [InlineData("<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><xml><Content>&c;</Content></xml>")]
    [InlineData("<xml><MsgType>text</xml>")]
    [InlineData("{\"MsgType\":")]
    [InlineData("hello")]
    public async Task A_signed_body_that_cannot_be_read_safely_is_unreadable_in_every_mode(string body)
    {
        foreach (var protection in Enum.GetValues<PushProtection>())
        {
            var shop = await PushedShop.OpenAsync(host, protection);
            var push = shop.WeChat.Sign(body, protection == PushProtection.Plain ? PushProtection.Plain : PushProtection.Secure);
            (await shop.PushAsync(push)).ShouldBe(HttpStatusCode.BadRequest).Body.ShouldBe("unreadable");
        }
    }

    [Fact]
    public async Task Who_is_logged_in_does_not_matter()
    {
        var (shop, other) = (await PushedShop.OpenAsync(host), await host.NewShopAsync());
        var push = shop.WeChat.Sign(PushedBodies.Popup("o-dora", TimeProvider.System.GetUtcNow(), true, (Shop.WeChatTemplate, "accept")), PushProtection.Secure);
        var answer = await other.Admin.With("Origin", "https://elsewhere.example").With("Cookie", "a=b")
            .SendAsync(HttpMethod.Post, $"{PushedShop.Callback}/{shop.Shop.AppId}{push.QueryString}", new ByteArrayContent(push.Body));
        answer.ShouldBe(HttpStatusCode.OK).Body.ShouldBe("success");
        (await shop.RemainingAsync("o-dora")).ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_of_a_push_stands_in_the_log()
    {
        var shop = await PushedShop.OpenAsync(host);
        var openId = $"o-{Guid.NewGuid():N}";
        await shop.PushAsync(PushedBodies.Text(openId, 1, "words-" + openId));
        await shop.PushAsync(PushedBodies.Popup(openId, TimeProvider.System.GetUtcNow(), true, (Shop.WeChatTemplate, "accept")));
        host.Logs.Lines.Where(l => l.Category.StartsWith("WeChatNotifications", StringComparison.Ordinal)).ShouldAllBe(l => !l.ToString().Contains(openId, StringComparison.Ordinal));
    }

    /// <summary>A stream that does not tell how long it is.</summary>
    private sealed class Unsized(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
