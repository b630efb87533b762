using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.Tests.Reports;

public sealed class CallLogTests
{
    [Fact]
    public async Task Calls_are_listed_with_what_became_of_them_and_without_their_secrets()
    {
        await using var shop = await Given.A_shop();
        var token = (await shop.Classic()).Token;
        await shop.SendWeather(token: token);
        await shop.SendWeather("o-nobody", token: token);

        var calls = shop.Control.Calls();

        calls.Select(call => (call.Sequence, call.Method, call.Path, call.AppId, call.OpenId, call.TemplateId, call.Outcome)).ShouldBe([
            (1, "GET", Given.ClassicPath, Given.App, null, null, "0"),
            (2, "POST", Given.SendPath, Given.App, Given.Alice, Given.Weather, "0"),
            (3, "POST", Given.SendPath, Given.App, "o-nobody", Given.Weather, "40003")]);
        calls[0].Query.ShouldBe($"?grant_type=client_credential&appid={Given.App}&secret=***");
        calls[1].Query.ShouldBe("?access_token=***");
    }

    [Fact]
    public async Task The_log_remembers_as_many_calls_as_it_was_made_for()
    {
        await using var shop = await Given.A_shop(new SimulatorOptions { CallLogSize = 3 });
        for (var i = 0; i < 5; i++)
        {
            await shop.Stable();
        }

        shop.Control.Calls().Select(call => call.Sequence).ShouldBe([3, 4, 5]);
        shop.Control.Calls(limit: 1).ShouldHaveSingleItem().Sequence.ShouldBe(5);
    }

    [Fact]
    public async Task A_log_of_nothing_remembers_nothing()
    {
        await using var shop = await Given.A_shop(new SimulatorOptions { CallLogSize = 0 });
        await shop.Stable();

        shop.Control.Calls().ShouldBeEmpty();
        shop.Control.Report().Count(Given.StablePath, "0").ShouldBe(1);
    }
}
