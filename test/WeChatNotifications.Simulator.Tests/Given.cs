using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.Tests;

/// <summary>A simulator with a shop in it, spoken to over real sockets with nothing but HTTP.</summary>
internal sealed class Given : IAsyncDisposable
{
    public const string App = "wx0000000000000001";
    public const string OtherApp = "wx0000000000000002";
    public const string Secret = "0123456789abcdef0123456789abcdef";
    public const string OrderPaid = "tmpl-order-paid";
    public const string Weather = "tmpl-weather";
    public const string Alice = "o-alice";
    public const string Bob = "o-bob";
    public const string SendPath = "/cgi-bin/message/subscribe/send";
    public const string StablePath = "/cgi-bin/stable_token";
    public const string ClassicPath = "/cgi-bin/token";

    public Given(SimulatorServer server)
    {
        Server = server;
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.BaseAddress };
    }

    public SimulatorServer Server { get; }

    public HttpClient Http { get; }

    public SimulatorControl Control => Server.Control;

    public static async Task<Given> A_shop(SimulatorOptions? options = null)
    {
        var given = new Given(await SimulatorServer.StartAsync(options));
        given.Control.Seed(Document);
        return given;
    }

    public static SeedDocument Document => new()
    {
        Apps = [new() { AppId = App, Secret = Secret, Pages = ["pages/index/index", "pages/order/detail"] }, new() { AppId = OtherApp, Secret = Secret }],
        Templates =
        [
            new() { AppId = App, TemplateId = OrderPaid, Title = "Order paid", Content = "单号:{{character_string1.DATA}}\n商品:{{thing2.DATA}}\n金额:{{amount3.DATA}}\n" },
            new() { AppId = App, TemplateId = Weather, Title = "Weather", Type = 3, Fields = ["thing1"] },
        ],
        Users = [new() { AppId = OtherApp, OpenId = "o-stranger" }],
        Grants =
        [
            new() { AppId = App, OpenId = Alice, TemplateId = OrderPaid, Sends = 3 },
            new() { AppId = App, OpenId = Alice, TemplateId = Weather, LongTerm = true },
            new() { AppId = App, OpenId = Bob, TemplateId = Weather, LongTerm = true },
        ],
    };

    public async Task<Reply> Stable(string appId = App, string secret = Secret, bool force = false, string grantType = "client_credential") =>
        await Post(StablePath, JsonSerializer.Serialize(new { grant_type = grantType, appid = appId, secret, force_refresh = force }));

    public async Task<Reply> Classic(string appId = App, string secret = Secret, string grantType = "client_credential") =>
        await Get($"{ClassicPath}?grant_type={grantType}&appid={appId}&secret={secret}");

    public async Task<string> Token(string appId = App) => (await Stable(appId)).Token;

    public async Task<Reply> Send(
        string? token = null, string openId = Alice, string template = OrderPaid, object? data = null, string? page = null) =>
        await Post($"{SendPath}?access_token={token ?? await Token()}", Body(openId, template, data, page));

    public async Task<Reply> SendWeather(string openId = Alice, string text = "sunny", string? token = null) =>
        await Send(token, openId, Weather, new { thing1 = new { value = text } });

    public static string Body(string openId = Alice, string template = OrderPaid, object? data = null, string? page = null) =>
        JsonSerializer.Serialize(new { touser = openId, template_id = template, page, data = data ?? Order() });

    public static object Order(string number = "A-1001", string goods = "tea", string amount = "¥12.50") => new
    {
        character_string1 = new { value = number },
        thing2 = new { value = goods },
        amount3 = new { value = amount },
    };

    public async Task<Reply> Get(string address) => await Reply.Of(await Http.GetAsync(address));

    public async Task<Reply> Post(string address, string body) =>
        await Reply.Of(await Http.PostAsync(address, new StringContent(body, Encoding.UTF8, "application/json")));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>What came back.</summary>
internal sealed record Reply(HttpStatusCode Status, string ContentType, string Raw)
{
    private readonly Lazy<JsonNode> _json = new(() => JsonNode.Parse(Raw)!);

    public JsonNode Json => _json.Value;

    public int Code => (int?)Json["errcode"] ?? 0;

    public string Text => (string?)Json["errmsg"] ?? "";

    /// <summary>The text without its rid.</summary>
    public string PlainText => Text.Contains(" rid: ", StringComparison.Ordinal) ? Text[..Text.IndexOf(" rid: ", StringComparison.Ordinal)] : Text;

    public long? MessageId => (long?)Json["msgid"];

    public string Token => (string)Json["access_token"]!;

    public int ExpiresIn => (int)Json["expires_in"]!;

    public static async Task<Reply> Of(HttpResponseMessage response)
    {
        using (response)
        {
            return new(response.StatusCode, response.Content.Headers.ContentType?.ToString() ?? "", await response.Content.ReadAsStringAsync());
        }
    }
}
