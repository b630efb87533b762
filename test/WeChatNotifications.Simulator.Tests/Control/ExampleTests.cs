using System.Text.Json;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Push;

namespace WeChatNotifications.Simulator.Tests.Control;

/// <summary>The worlds that the README starts with.</summary>
public sealed class ExampleTests
{
    [Fact]
    public async Task The_shop_of_2018_sends_its_template_to_a_user_with_a_form_id_and_to_the_follower_the_user_is()
    {
        await using var shop = new Given(await SimulatorServer.StartAsync(
            new SimulatorOptions { Seed = Read("shop-2018.json"), Settings = new() { Period = SimulatedPeriod.Of2018 } }));
        var formId = shop.Control.IssueFormIds(new() { AppId = "wx-shop", OpenId = "o-alice" }).FormIds[0];
        var (token, account) = ((await shop.Stable("wx-shop", "shop-secret")).Token, (await shop.Stable("wx-shop-account", "account-secret")).Token);
        var number = new { keyword1 = new { value = "A-1001" } };

        async Task<int> Send(string path, string by, object body) => (await shop.Post($"{path}?access_token={by}", JsonSerializer.Serialize(body))).Code;

        (await Send(Bound.TemplatePath, token, new { touser = "o-alice", template_id = "tmpl-order-paid", form_id = formId, data = number, emphasis_keyword = "keyword1.DATA" })).ShouldBe(0);
        (await Send(Bound.UniformPath, token, new { touser = "o-alice", mp_template_msg = new { appid = "wx-shop-account", template_id = "tmpl-order-shipped", data = number } })).ShouldBe(0);
        (await Send(Bound.OfficialPath, account, new { touser = "f-alice", template_id = "tmpl-order-shipped", data = number })).ShouldBe(0);
        (await Send(Bound.NoticePath, account, new { touser = "f-alice", template_id = "tmpl-price-drop", data = new { thing1 = new { value = "龙井茶" }, amount2 = new { value = "¥98.00" } } })).ShouldBe(0);
    }

    [Fact]
    public async Task The_shop_of_today_has_two_messages_for_its_user()
    {
        await using var server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = Read("shop.json") });

        server.Control.Grants("wx-shop", "o-alice").ShouldHaveSingleItem().Sends.ShouldBe(2);
    }

    [Fact]
    public async Task The_people_log_in_follow_and_are_pushed_about()
    {
        var seed = Read("people.json");
        seed.Apps.Select(app => app.Push!.Mode).ShouldBe([PushMode.Secure, PushMode.Plain]);
        // Whoever works on this machine may have the host running: it is not for a test to talk to it.
        seed = seed with { Apps = [.. seed.Apps.Select(app => app with { Push = app.Push! with { Url = "http://127.0.0.1:1/" } })] };
        await using var shop = new Given(await SimulatorServer.StartAsync(new SimulatorOptions { Seed = seed }));
        var code = shop.Control.IssueLoginCodes(new() { AppId = "wx-shop", OpenId = "o-7" }).Codes[0];

        var session = await shop.Get($"/sns/jscode2session?appid=wx-shop&secret=shop-secret&js_code={code}&grant_type=authorization_code");
        ((string)session.Json["unionid"]!).ShouldBe("u-7");
        shop.Control.Apps().Single(app => app.AppId == "wx-shop-account").Followers.ShouldBe(25_000);
        shop.Control.ShowDialog(new() { AppId = "wx-shop", OpenId = "o-7", Results = new Dictionary<string, string> { ["tmpl-order-paid"] = "accept" } });
        shop.Control.Pushes().Pushes.ShouldHaveSingleItem().Mode.ShouldBe(PushMode.Secure);
    }

    private static SeedDocument Read(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WeChatNotifications.sln")))
        {
            folder = folder.Parent.ShouldNotBeNull();
        }

        var path = Path.Combine(folder.FullName, "host", "WeChatNotifications.Simulator", "examples", name);
        return JsonSerializer.Deserialize(File.ReadAllText(path), SimulatorJsonContext.Default.SeedDocument).ShouldNotBeNull();
    }
}
