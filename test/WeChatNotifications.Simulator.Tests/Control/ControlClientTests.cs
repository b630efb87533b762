using System.Text;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Simulator.FormIds;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Sending;

namespace WeChatNotifications.Simulator.Tests.Control;

/// <summary>The typed client against a real server: what goes in by HTTP is what the server holds, and comes back the same.</summary>
public sealed class ControlClientTests : IAsyncLifetime
{
    private Given _shop = null!;
    private SimulatorControlClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = new(await SimulatorServer.StartAsync());
        _client = new(_shop.Http);
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task A_world_is_seeded_and_seeding_it_again_changes_nothing()
    {
        (await _client.IsReadyAsync()).ShouldBeTrue();
        var first = await _client.SeedAsync(Given.Document);
        var apps = await _client.AppsAsync();
        var second = await _client.SeedAsync(Given.Document);

        first.ShouldBe(new(Apps: 2, Templates: 2, Users: 3));
        second.ShouldBe(first);
        (await _client.AppsAsync()).ShouldBeEquivalentTo(apps);
        apps.Select(app => (app.AppId, app.Kind, app.CanSend, app.Users)).ShouldBe([(Given.App, AppKind.MiniProgram, true, 2), (Given.OtherApp, AppKind.MiniProgram, true, 1)]);
        apps[0].Templates.Select(template => (template.TemplateId, template.Title, template.Type, Fields: string.Join(',', template.Fields)))
            .ShouldBe([(Given.OrderPaid, "Order paid", 2, "character_string1,thing2,amount3"), (Given.Weather, "Weather", 3, "thing1")]);
        (await _client.GrantsAsync(Given.App, Given.Alice)).ShouldBe([new(Given.App, Given.Alice, Given.OrderPaid, 3, false, false), new(Given.App, Given.Alice, Given.Weather, 0, true, false)]);
    }

    [Fact]
    public async Task A_range_of_users_is_created_with_their_grants()
    {
        await _client.SeedAsync(Given.Document);

        var world = await _client.SeedAsync(new()
        {
            UserRanges = [new() { AppId = Given.App, Prefix = "o-many-", From = 5, Count = 1_000, Grants = [new() { TemplateId = Given.OrderPaid, Sends = 2 }] }],
        });

        world.Users.ShouldBe(1_003);
        (await _client.GrantsAsync(Given.App, "o-many-1004")).ShouldHaveSingleItem().Sends.ShouldBe(2);
        (await _client.GrantsAsync(Given.App, "o-many-4")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Accounts_are_changed_by_name()
    {
        await _client.SeedAsync(Given.Document);
        await _client.SetAppAsync(new() { AppId = Given.App, Limits = new() { SendsPerDay = 5 }, Pages = ["pages/a"] });
        await _client.SetTemplateAsync(new() { AppId = Given.App, TemplateId = "t/1 ü", Fields = ["thing1"] });
        await _client.SetUserAsync(new() { AppId = Given.App, OpenId = "o-new" });
        await _client.SetGrantAsync(new() { AppId = Given.App, OpenId = "o-new", TemplateId = "t/1 ü", Sends = 1 });
        await _client.DecideAsync(new() { AppId = Given.App, OpenId = "o-new", TemplateId = "t/1 ü" });
        (await _client.GrantsAsync(Given.App, "o-new")).ShouldHaveSingleItem().Sends.ShouldBe(2);
        (await _client.QuotasAsync(Given.App)).Single(quota => quota.Name == "sendsPerDay").Limit.ShouldBe(5);
        await _client.SetQuotasAsync(new() { AppId = Given.App, Limits = new() { SendsPerDay = -1 } });
        (await _client.QuotasAsync()).Count(quota => quota is { Name: "sendsPerDay", Limit: null }).ShouldBe(1);

        await _client.BanTemplateAsync(Given.App, Given.Weather);
        (await _shop.SendWeather()).Code.ShouldBe(43107);
        await _client.BanTemplateAsync(Given.App, Given.Weather, banned: false);
        await _client.BlockUserAsync(Given.App, Given.Alice);
        (await _shop.SendWeather()).Code.ShouldBe(43101);
        await _client.BlockUserAsync(Given.App, Given.Alice, blocked: false);
        (await _shop.SendWeather()).Code.ShouldBe(0);
        await _client.DeleteTemplateAsync(Given.App, Given.Weather);
        (await _shop.SendWeather()).Code.ShouldBe(40037);
    }

    [Fact]
    public async Task Form_ids_are_issued_and_listed_and_messages_asked_for_by_channel()
    {
        await _client.SeedAsync(Given.Document);
        await _client.SeedAsync(Bound.Document with { Settings = new() { Period = SimulatedPeriod.Of2018 } });

        var formIds = await _client.IssueFormIdsAsync(new() { AppId = Given.App, OpenId = Given.Alice, Count = 2 });
        var prepayIds = await _client.IssueFormIdsAsync(new() { AppId = Given.App, OpenId = Given.Alice, Kind = FormIdKind.PrepayId, Uses = 5 });

        (await _client.FormIdsAsync(Given.App, Given.Alice)).Select(formId => (formId.FormId, formId.Kind, formId.UsesLeft)).ShouldBe(
            [(formIds[0], FormIdKind.FormId, 1), (formIds[1], FormIdKind.FormId, 1), (prepayIds[0], FormIdKind.PrepayId, 5)], ignoreOrder: true);
        (await _shop.SendWeather()).Code.ShouldBe(0);
        (await _shop.SendTemplate(formIds[0])).Code.ShouldBe(0);
        (await _client.MessagesAsync(new() { Channel = SimulatedChannel.TemplateMessage })).Messages.ShouldHaveSingleItem().FormId.ShouldBe(formIds[0]);
        (await _client.ReportAsync()).AcceptedByChannel.ShouldBe(
            new Dictionary<SimulatedChannel, long> { [SimulatedChannel.SubscribeMessage] = 1, [SimulatedChannel.TemplateMessage] = 1 });
        await _client.ChangeSettingsAsync(new() { Period = SimulatedPeriod.Today });
        (await _client.SettingsAsync()).Period.ShouldBe(SimulatedPeriod.Today);
        (await _client.IssueFormIdsAsync(new() { AppId = Given.App, OpenId = Given.Alice })).ShouldBe(["the formId is a mock one"]);
    }

    [Fact]
    public async Task What_a_template_is_for_follows_from_its_keys_and_its_account_unless_it_is_said()
    {
        await _client.SeedAsync(Given.Document);
        await _client.SeedAsync(Bound.Document);
        await _client.SetTemplateAsync(new() { AppId = Bound.Official, TemplateId = Bound.Notice, Title = "changed" });

        var kinds = (await _client.AppsAsync()).SelectMany(app => app.Templates).ToDictionary(template => template.TemplateId, template => template.Kind);

        kinds.ShouldBe(new Dictionary<string, TemplateKind>
        {
            [Given.OrderPaid] = TemplateKind.Subscribe,
            [Given.Weather] = TemplateKind.Subscribe,
            [Bound.Legacy] = TemplateKind.Template,
            [Bound.OfficialOrder] = TemplateKind.Template,
            [Bound.OfficialTyped] = TemplateKind.Template,
            [Bound.Notice] = TemplateKind.Subscribe,
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task The_wire_names_periods_kinds_and_channels_as_people_write_them()
    {
        await _client.SeedAsync(Given.Document);
        using var settings = await _shop.Http.PostAsync("_sim/settings", new StringContent("""{"period":"2018"}""", Encoding.UTF8, "application/json"));
        (await settings.Content.ReadAsStringAsync()).ShouldContain("\"period\":\"2018\"");
        using var issued = await _shop.Http.PostAsync("_sim/form-ids", new StringContent(
            $$"""{"appId":"{{Given.App}}","openId":"o-alice","count":1,"kind":"prepayId","uses":2}""", Encoding.UTF8, "application/json"));
        (await issued.Content.ReadAsStringAsync()).ShouldMatch("""^\{"formIds":\["wx[0-9a-f]{34}"\]\}$""");
        await _shop.SendWeather();

        (await _shop.Http.GetStringAsync("_sim/messages?channel=subscribeMessage")).ShouldContain("\"channel\":\"subscribeMessage\"");
        (await _shop.Http.GetStringAsync("_sim/report")).ShouldContain("""
            "acceptedByChannel":{"subscribeMessage":1}
            """);
        (await _shop.Http.GetStringAsync($"_sim/form-ids?appId={Given.App}&openId=o-alice")).ShouldContain("\"kind\":\"prepayId\"");
    }

    [Fact]
    public async Task Secrets_and_tokens_are_changed_by_name()
    {
        await _client.SeedAsync(Given.Document);
        var token = await _shop.Token();
        await _client.ExpireTokensAsync(Given.App);
        (await _shop.SendWeather(token: token)).Code.ShouldBe(42001);
        var next = await _shop.Token();
        await _client.InvalidateTokensAsync(Given.App);
        (await _shop.SendWeather(token: next)).Code.ShouldBe(40001);

        await _client.FreezeSecretAsync(Given.App);
        (await _shop.Stable()).Code.ShouldBe(40243);
        await _client.FreezeSecretAsync(Given.App, frozen: false);
        await _client.RotateSecretAsync(Given.App, "new");

        (await _shop.Stable()).Code.ShouldBe(40125);
        (await _shop.Stable(secret: "new")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Behaviour_goes_in_and_comes_back()
    {
        await _client.SeedAsync(Given.Document);
        await _client.SetLatencyAsync(new() { Path = Given.SendPath, FixedMs = 1, JitterMs = 2 });
        (await _client.LatenciesAsync()).ShouldBe([new() { Path = Given.SendPath, FixedMs = 1, JitterMs = 2 }]);
        await _client.ClearLatencyAsync();
        (await _client.LatenciesAsync()).ShouldBeEmpty();

        var fault = await _client.AddFaultAsync(new()
        {
            Kind = FaultKind.WeChatError,
            Path = Given.SendPath,
            AppId = Given.App,
            OpenId = Given.Alice,
            TemplateId = Given.Weather,
            Share = 1,
            Count = 2,
            ErrorCode = 45009,
            Message = "full",
            AfterProcessing = true,
        });
        (await _shop.SendWeather()).PlainText.ShouldBe("full");
        (await _client.FaultsAsync()).ShouldBe([fault with { Struck = 1 }]);
        await _client.RemoveFaultAsync(fault.Id);
        await _client.AddFaultAsync(new() { Kind = FaultKind.ResetAfter });
        await _client.ClearFaultsAsync();
        (await _client.FaultsAsync()).ShouldBeEmpty();

        await _client.SetCheckOrderAsync([SendCheck.Quota]);
        (await _client.CheckOrderAsync()).ShouldBe([SendCheck.Quota, SendCheck.Token, SendCheck.Json, SendCheck.ToUser, SendCheck.Template, SendCheck.Data, SendCheck.Page, SendCheck.Subscription]);
        await _client.ChangeSettingsAsync(new() { MsgIdAbsent = true, SensitiveWords = ["x"], IdentityKey = "thing1" });
        var settings = await _client.SettingsAsync();
        (settings.MsgIdAbsent, settings.IdentityKey, settings.ContentType, settings.KeepMessages).ShouldBe((true, "thing1", "application/json; charset=utf-8", 250_000));
        settings.SensitiveWords.ShouldBe(["x"]);
    }

    [Fact]
    public async Task The_clock_is_set_moved_and_let_go()
    {
        var noon = new DateTimeOffset(2027, 7, 7, 12, 0, 0, TimeSpan.FromHours(8));
        (await _client.SetClockAsync(noon)).ShouldBe(new(noon, Frozen: true));
        (await _client.AdvanceClockAsync(TimeSpan.FromSeconds(1.5))).Now.ShouldBe(noon.AddSeconds(1.5));
        (await _client.ClockAsync()).Frozen.ShouldBeTrue();

        await _client.UnfreezeClockAsync();

        (await _client.ClockAsync()).Frozen.ShouldBeFalse();
    }

    [Fact]
    public async Task Reports_come_back_whole()
    {
        await _client.SeedAsync(Given.Document);
        await _shop.SendWeather(text: "雨 <&>");
        await _shop.SendWeather(text: "雨 <&>");
        await _shop.SendWeather(Given.Bob, "晴");

        var report = await _client.ReportAsync();
        (report.Accepted, report.Distinct, report.Duplicates, report.Kept, report.MaxConcurrentPerOpenId).ShouldBe((3, 2, 1, 3, 1));
        report.AcceptedByApp.ShouldBe(new Dictionary<string, long> { [Given.App] = 3 });
        report.Count(Given.SendPath, "0").ShouldBe(3);
        report.Count(Given.StablePath).ShouldBe(3);
        report.TokenCalls.Single(calls => calls is { AppId: Given.App, Kind: "stable" }).Calls.ShouldBe(3);
        var page = await _client.MessagesAsync(new() { OpenId = Given.Alice, Limit = 1 });
        page.Messages.ShouldHaveSingleItem().Data["thing1"].ShouldBe("雨 <&>");
        page.Messages[0].ShouldBeEquivalentTo(_shop.Control.Messages().Messages[0]);
        (await _client.MessagesAsync(new() { OpenId = Given.Alice, After = page.Next!.Value })).Messages.ShouldHaveSingleItem();
        (await _client.DuplicatesAsync()).ShouldBe([new(Given.App, Given.Alice, Given.Weather, 2, 1, 2)]);
        (await _client.CallsAsync(limit: 2)).Select(call => call.Path).ShouldBe([Given.StablePath, Given.SendPath]);

        await _client.ResetAsync(ResetScope.Traffic);
        (await _client.ReportAsync()).Accepted.ShouldBe(0);
        (await _client.AppsAsync()).Count.ShouldBe(2);
        await _client.ResetAsync();
        (await _client.AppsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refusal_is_thrown_with_the_simulators_words()
    {
        var refusal = await Should.ThrowAsync<SimulatorControlException>(() => _client.SetAppAsync(new() { AppId = "wx-new" }));
        refusal.Message.ShouldBe("The new app wx-new needs a secret.");
        (await Should.ThrowAsync<SimulatorControlException>(() => _client.RemoveFaultAsync("7"))).Message.ShouldBe("There is no fault 7.");
    }

    [Fact]
    public async Task Nobody_listening_is_not_ready_and_something_else_is_no_simulator()
    {
        using var nobody = new HttpClient { BaseAddress = new("http://127.0.0.1:1/") };
        (await new SimulatorControlClient(nobody).IsReadyAsync()).ShouldBeFalse();
        using var elsewhere = new HttpClient { BaseAddress = new(_shop.Server.BaseAddress, "cgi-bin/") };

        var error = await Should.ThrowAsync<SimulatorControlException>(() => new SimulatorControlClient(elsewhere).ReportAsync());

        error.Message.ShouldBe("The simulator answered 404 Not Found.");
    }
}
