using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WeChatNotifications.Simulator.Tests.Tokens;

public sealed class TokenRefusalTests
{
    [Theory]
    [InlineData("grant_type=client_credential&appid=nobody&secret=x", 40013, "invalid appid")]
    [InlineData("grant_type=client_credential&appid=WX0000000000000001&secret=x", 40013, "invalid appid")]
    [InlineData("grant_type=client_credential&appid=wx0000000000000001&secret=wrong", 40125, "invalid appsecret")]
    [InlineData("grant_type=password&appid=wx0000000000000001&secret=wrong", 40002, "invalid grant_type")]
    [InlineData("appid=wx0000000000000001&secret=wrong", 40002, "invalid grant_type")]
    [InlineData("grant_type=client_credential&secret=wrong", 41002, "appid missing")]
    [InlineData("grant_type=client_credential&appid=&secret=wrong", 41002, "appid missing")]
    [InlineData("grant_type=client_credential&appid=wx0000000000000001", 41004, "appsecret missing")]
    public async Task A_classic_call_with_a_fault_in_it_is_refused_with_status_200(string query, int code, string text)
    {
        await using var shop = await Given.A_shop();

        var reply = await shop.Get($"{Given.ClassicPath}?{query}");

        reply.Status.ShouldBe(HttpStatusCode.OK);
        reply.Code.ShouldBe(code);
        reply.Text.ShouldMatch($"^{text} rid: [0-9a-f]{{8}}-[0-9a-f]{{8}}-[0-9a-f]{{8}}$");
    }

    [Theory]
    [InlineData("", 44002, "empty post data")]
    [InlineData("{", 47001, "data format error")]
    [InlineData("[]", 47001, "data format error")]
    [InlineData("appid=wx0000000000000001", 47001, "data format error")]
    [InlineData("""{"grant_type":"client_credential","secret":"x"}""", 41002, "appid missing")]
    [InlineData("""{"grant_type":"client_credential","appid":"wx0000000000000001"}""", 41004, "appsecret missing")]
    [InlineData("""{"appid":"wx0000000000000001","secret":"x"}""", 40002, "invalid grant_type")]
    [InlineData("""{"grant_type":"client_credential","appid":"nobody","secret":"x"}""", 40013, "invalid appid")]
    [InlineData("""{"grant_type":"client_credential","appid":"wx0000000000000001","secret":"x"}""", 40125, "invalid appsecret")]
    public async Task A_stable_call_with_a_fault_in_it_is_refused(string body, int code, string text)
    {
        await using var shop = await Given.A_shop();

        var reply = await shop.Post(Given.StablePath, body);

        reply.Status.ShouldBe(HttpStatusCode.OK);
        reply.Code.ShouldBe(code);
        reply.PlainText.ShouldBe(text);
    }

    [Fact]
    public async Task The_wrong_verb_is_refused()
    {
        await using var shop = await Given.A_shop();

        var stable = await shop.Get($"{Given.StablePath}?appid={Given.App}");
        var classic = await shop.Post($"{Given.ClassicPath}?grant_type=client_credential&appid={Given.App}&secret={Given.Secret}", "{}");

        (stable.Code, stable.PlainText).ShouldBe((43002, "require POST method"));
        (classic.Code, classic.PlainText).ShouldBe((43001, "require GET method"));
    }

    [Fact]
    public async Task A_frozen_secret_is_refused_until_it_is_thawed()
    {
        await using var shop = await Given.A_shop();
        shop.Control.FreezeSecret(Given.App);
        (await shop.Stable()).Code.ShouldBe(40243);
        (await shop.Classic()).Code.ShouldBe(40243);
        (await shop.Classic(secret: "wrong")).Code.ShouldBe(40125);

        shop.Control.FreezeSecret(Given.App, frozen: false);

        (await shop.Stable()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task After_a_change_of_secret_the_old_one_is_wrong()
    {
        await using var shop = await Given.A_shop();
        shop.Control.RotateSecret(Given.App, "new-secret");

        (await shop.Stable()).Code.ShouldBe(40125);
        (await shop.Stable(secret: "new-secret")).Code.ShouldBe(0);
    }

    [Theory]
    [InlineData(50004)]
    [InlineData(50007)]
    [InlineData(89503)]
    [InlineData(89506)]
    [InlineData(89507)]
    public async Task An_app_can_be_set_to_answer_an_account_code(int code)
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetApp(new() { AppId = Given.App, TokenRefusal = code });
        (await shop.Stable()).Code.ShouldBe(code);
        (await shop.Classic()).Code.ShouldBe(code);

        shop.Control.SetApp(new() { AppId = Given.App, TokenRefusal = 0 });

        (await shop.Stable()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task An_address_outside_the_whitelist_is_named_in_both_its_forms()
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetApp(new() { AppId = Given.App, IpWhitelist = ["10.1.2.3", "192.168.0.0/16"] });

        var reply = await shop.Stable();

        reply.Code.ShouldBe(40164);
        reply.Text.ShouldMatch(@"^invalid ip 127\.0\.0\.1 ipv6 ::ffff:127\.0\.0\.1, not in whitelist rid: [0-9a-f-]{26}$");
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", 0)]
    [InlineData("127.0.0.0/8", "127.9.8.7", 0)]
    [InlineData("127.0.0.1", "127.0.0.2", 40164)]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1", 0)]
    [InlineData("127.0.0.0/30", "127.0.0.3", 0)]
    [InlineData("127.0.0.0/30", "127.0.0.4", 40164)]
    public async Task Single_addresses_and_blocks_let_callers_in(string entry, string caller, int code)
    {
        await using var shop = await Given.A_shop();
        shop.Control.SetApp(new() { AppId = Given.App, IpWhitelist = [entry] });
        using var http = From(caller, shop.Server.BaseAddress);

        var reply = await Reply.Of(await http.GetAsync($"{Given.ClassicPath}?grant_type=client_credential&appid={Given.App}&secret={Given.Secret}"));

        reply.Code.ShouldBe(code);
        if (code != 0)
        {
            reply.PlainText.ShouldBe($"invalid ip {caller} ipv6 ::ffff:{caller}, not in whitelist");
        }
    }

    [Fact]
    public async Task Secrets_in_an_escaped_query_are_understood()
    {
        await using var shop = await Given.A_shop();
        shop.Control.RotateSecret(Given.App, "a+b&c=d ü");

        (await shop.Classic(secret: Uri.EscapeDataString("a+b&c=d ü"))).Code.ShouldBe(0);
        (await shop.Classic(secret: "a%2Bb%26c%3Dd+%C3%BC")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_body_in_another_encoding_is_not_JSON()
    {
        await using var shop = await Given.A_shop();
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes($$"""{"appid":"{{Given.App}}","secret":"é"}"""));

        var reply = await Reply.Of(await shop.Http.PostAsync(Given.StablePath, content));

        reply.Code.ShouldBe(47001);
    }

    /// <summary>All of 127.0.0.0/8 is this machine, so a caller can choose where it comes from.</summary>
    private static HttpClient From(string address, Uri server) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = server,
    };
}
