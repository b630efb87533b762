using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.FormIds;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Testing;

namespace WeChatNotifications.EndToEnd.Tests.Stories;

/// <summary>What the module was thought of for, told from beginning to end through the host's real HTTP interface.</summary>
public sealed class StoryTests : IAsyncLifetime
{
    private const string MiniProgram = "wxdemo0000000001";
    private const string Account = "wxdemo0000000002";
    private const int Followers = 12_001;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("wechat-story-");
    private TestDatabase _database = null!;
    private SimulatorServer _weChat = null!;
    private HostProcess _host = null!;
    private string _miniProgramId = "";
    private string _accountId = "";

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateEmptyAsync();
        await using var file = File.OpenRead(Path.Combine(HostProcess.Root, "host", "WeChatNotifications.Host", "Demo", "simulator-seed.json"));
        _weChat = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = (await JsonSerializer.DeserializeAsync<SeedDocument>(file, JsonSerializerOptions.Web))! });
        _weChat.Control.ChangeSettings(new() { Period = SimulatedPeriod.Of2018 });
        _host = await HostProcess.StartAsync(
            HostProcess.FreePort(),
            "--Simulator:Enabled", "false", "--DataFolder", _data.FullName, "--ConnectionStrings:Default", _database.ConnectionString,
            "--WeChatNotifications:Api:BaseAddress", _weChat.BaseAddress.ToString(),
            // Nobody waits a week: what is a few seconds before its end is still taken, and looked at every few seconds.
            "--WeChatNotifications:Permits:PurgeInterval", "00:00:05", "--WeChatNotifications:Permits:SafetyMargin", "00:00:00");
        var apps = (await _host.GetAsync($"{HostProcess.Api}/credentials")).EnumerateArray().ToDictionary(a => a.GetProperty("appId").GetString()!, a => a.GetProperty("id").GetString()!);
        (_miniProgramId, _accountId) = (apps[MiniProgram], apps[Account]);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _weChat.DisposeAsync();
        await _database.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Form_ids_of_taps_pay_for_a_message_each_minute_and_what_expires_is_purged()
    {
        const string user = "o-story";
        _weChat.Control.SetTemplate(new() { AppId = MiniProgram, TemplateId = "story-queue", Title = "排队进度提醒", Kind = TemplateKind.Template, Fields = ["keyword1", "keyword2", "keyword3"] });
        await CreateTemplateAsync(new
        {
            name = "queue-call",
            appCredentialId = _miniProgramId,
            channel = "templateMessage",
            weChatTemplateId = "story-queue",
            fields = new[] { new { key = "keyword1", name = "number" }, new { key = "keyword2", name = "ahead" }, new { key = "keyword3", name = "advice" } },
            pagePattern = "pages/order/detail?id={number}",
            emphasisKeyword = "keyword1",
        });
        var issued = _weChat.Control.IssueFormIds(new() { AppId = MiniProgram, OpenId = user, Count = 50 }).FormIds;
        var code = _weChat.Control.IssueLoginCodes(new() { AppId = MiniProgram, OpenId = user }).Codes.Single();

        var collected = await MiniProgramClient.CollectAsync(_host, MiniProgram, code, issued);
        collected.ToString().ShouldBe("""{"accepted":50,"waiting":0,"balance":50}""");

        for (var minute = 1; minute <= 5; minute++)
        {
            await _host.PostAsync($"{HostProcess.Api}/notifications", new { template = "queue-call", to = user, keywords = $"A{minute:000},{5 - minute},请到窗口等候" });
            await Eventually.Async(() => MessagesTo(user).Count == minute, Patience, $"message {minute} arrives");
            _weChat.Control.AdvanceClock(TimeSpan.FromMinutes(1));
        }

        var messages = MessagesTo(user);
        messages.ShouldAllBe(m => m.Channel == SimulatedChannel.TemplateMessage && m.EmphasisKeyword == "keyword1.DATA" && m.Page == $"pages/order/detail?id={m.Data["keyword1"]}");
        messages.Select(m => m.FormId).Distinct().Count().ShouldBe(5, "each form id pays once");
        messages.ShouldAllBe(m => issued.Contains(m.FormId));
        (await BalanceAsync(user)).ShouldBe(45);
        await PurgeAsync(user);
    }

    [Fact]
    public async Task A_uniform_message_reaches_the_follower_of_the_bound_account_and_since_its_end_the_account_tells_itself()
    {
        _weChat.Control.SetTemplate(new() { AppId = Account, TemplateId = "story-parcel", Title = "包裹签收提醒", Fields = ["first", "keyword1", "remark"] });
        var fields = new[] { new { key = "first", name = "first" }, new { key = "keyword1", name = "parcel" }, new { key = "remark", name = "remark" } };
        var fallback = await CreateTemplateAsync(new
        {
            name = "parcel-account",
            appCredentialId = _accountId,
            channel = "officialAccountTemplateMessage",
            weChatTemplateId = "story-parcel",
            fields,
            urlPattern = "https://shop.example/parcels?id={parcel}",
        });
        await CreateTemplateAsync(new
        {
            name = "parcel",
            appCredentialId = _miniProgramId,
            channel = "uniformMessage",
            weChatTemplateId = "story-parcel",
            officialAccountAppId = Account,
            fields,
            urlPattern = "https://shop.example/parcels?id={parcel}",
            jumpAppId = MiniProgram,
            pagePattern = "pages/order/detail?id={parcel}",
            fallbackTemplateId = fallback,
        });
        await LinkAsync(_miniProgramId, "o-alice");
        await LinkAsync(_accountId, "a-alice");
        var notification = new { template = "parcel", toUsers = new[] { "u-alice" }, data = new { first = "您的包裹已签收", parcel = "SF1001", remark = "感谢使用" } };

        await _host.PostAsync($"{HostProcess.Api}/notifications", notification);
        await Eventually.Async(() => MessagesTo("a-alice").Count == 1, Patience, "the uniform message arrives");
        var uniform = MessagesTo("a-alice").Single();
        (uniform.Channel, uniform.AppId, uniform.JumpAppId).ShouldBe((SimulatedChannel.UniformMessage, Account, MiniProgram));

        _weChat.Control.ChangeSettings(new() { Period = SimulatedPeriod.Today });
        var receipt = (await _host.PostAsync($"{HostProcess.Api}/notifications", notification)).GetProperty("receipts")[0].GetProperty("deliveryId").GetString();
        await Eventually.Async(() => MessagesTo("a-alice").Count == 2, Patience, "the account's own message arrives");
        MessagesTo("a-alice")[^1].Channel.ShouldBe(SimulatedChannel.OfficialAccountTemplateMessage);
        await Eventually.Async(
            async () => (await _host.GetAsync($"{HostProcess.Api}/deliveries/{receipt}")).GetProperty("status").GetString() == "sent", Patience, "the delivery is sent");
        var delivery = await _host.GetAsync($"{HostProcess.Api}/deliveries/{receipt}");
        delivery.GetProperty("template").GetString().ShouldBe("parcel-account");
        delivery.GetProperty("timeline").EnumerateArray().ShouldHaveSingleItem().GetProperty("errorCode").GetInt32().ShouldBe(45109);
    }

    [Fact]
    public async Task Every_follower_is_imported_page_by_page_and_gets_one_message()
    {
        _weChat.Control.SetTemplate(new() { AppId = Account, TemplateId = "story-opening", Title = "新店开业提醒", Fields = ["first", "keyword1"] });
        await CreateTemplateAsync(new
        {
            name = "opening",
            appCredentialId = _accountId,
            channel = "officialAccountTemplateMessage",
            weChatTemplateId = "story-opening",
            fields = new[] { new { key = "first", name = "first" }, new { key = "keyword1", name = "shop" } },
        });
        var import = (await _host.PostAsync($"{HostProcess.Api}/recipients/imports", new { appCredentialId = _accountId })).GetProperty("id").GetString();
        JsonElement state = default;
        await Eventually.Async(
            async () => (state = await _host.GetAsync($"{HostProcess.Api}/recipients/imports/{import}")).GetProperty("status").GetString() == "completed", Patience, "the import is over");
        (state.GetProperty("imported").GetInt32(), state.GetProperty("total").GetInt32(), state.GetProperty("pages").GetInt32()).ShouldBe((Followers, Followers, 3), "ten thousand, the rest, and the page that says that there are no more");

        var followers = await FollowersAsync();
        followers.Distinct().Count().ShouldBe(Followers);
        foreach (var part in followers.Chunk(10_000))
        {
            await _host.PostAsync($"{HostProcess.Api}/notifications", new { template = "opening", to = part, priority = "bulk", keywords = new[] { "新店开业", "中山路店" } });
        }

        await Eventually.Async(() => _weChat.Control.Report().Accepted == Followers, Patience, "every follower has the message");
        var report = _weChat.Control.Report();
        (report.Distinct, report.Duplicates).ShouldBe((Followers, 0));
    }

    private async Task PurgeAsync(string user)
    {
        var soon = DateTimeOffset.UtcNow.AddDays(-7).AddSeconds(10);
        var items = Enumerable.Range(0, 10).Select(i => new { openId = user, formId = $"old-form-id-{i}", collectedAt = soon });
        var report = await _host.PostAsync($"{HostProcess.Api}/form-ids", new { appCredentialId = _miniProgramId, items });
        report.GetProperty("accepted").GetInt32().ShouldBe(10);

        await Eventually.Async(async () => await StoredAsync() == 50, Patience, "the expired ones are purged, and only they");
        (await BalanceAsync(user)).ShouldBe(45);
    }

    private async Task<long> StoredAsync() => (await _database.QueryAsync<long>("""SELECT count(*) FROM "WeChatFormIdRecords" """)).Single();

    private async Task<int> BalanceAsync(string openId)
        => (await _host.GetAsync($"{HostProcess.Api}/form-ids?openId={openId}")).GetProperty("items").EnumerateArray().Single().GetProperty("formIds").GetInt32();

    private IReadOnlyList<SimulatedMessage> MessagesTo(string openId) => _weChat.Control.Messages(new() { OpenId = openId }).Messages;

    private async Task<string> CreateTemplateAsync(object template) => (await _host.PostAsync($"{HostProcess.Api}/templates", template)).GetProperty("id").GetString()!;

    private async Task LinkAsync(string appCredentialId, string openId)
    {
        using var answer = await _host.Http.PutAsJsonAsync($"{HostProcess.Api}/recipients/links", new { appCredentialId, openId, userId = "u-alice" }, TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue(answer.StatusCode.ToString());
    }

    private async Task<IReadOnlyList<string>> FollowersAsync()
    {
        var openIds = new List<string>(Followers);
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await _host.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{HostProcess.Api}/recipients?appCredentialId={_accountId}&isSubscribed=true&pageSize=500&cursor={cursor}"));
            openIds.AddRange(page.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("openId").GetString()!));
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        return openIds;
    }
}
