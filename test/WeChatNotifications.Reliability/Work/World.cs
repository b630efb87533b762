using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatNotifications.Host.Demo;
using WeChatNotifications.Reliability.Stage;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Push;

namespace WeChatNotifications.Reliability.Work;

/// <summary>The accounts, templates and users of a run, at the simulated WeChat and in the hosts.</summary>
internal sealed class World
{
    /// <summary>The demonstration's mini program: its messages are repeated when no answer comes.</summary>
    public const string RetryApp = "wxdemo0000000001";

    /// <summary>A mini program whose messages without an answer are held for a person.</summary>
    public const string HoldApp = "wxhold0000000001";

    /// <summary>A mini program that pays with form ids.</summary>
    public const string FormApp = "wxform0000000001";

    /// <summary>The demonstration's official account: WeChat tells later what became of each message.</summary>
    public const string AccountApp = "wxdemo0000000002";

    public const string PaidTemplate = "order-paid";
    public const string GrantTemplate = "granted";
    public const string HoldTemplate = "held";
    public const string FormTemplate = "form";
    public const string AccountTemplate = "account";
    public const string GrantWeChatTemplate = "reliability-template-granted-000000000001";

    public const int Users = 300;
    public const int Plenty = 1_000_000;

    private const string PaidWeChatTemplate = "demo-template-order-paid-0000000000000000001";
    private const string HoldWeChatTemplate = "reliability-template-held-00000000000001";
    private const string FormWeChatTemplate = "reliability-template-form-00000000000001";
    private const string AccountWeChatTemplate = "reliability-template-account-00000000001";
    private const string Secret = "reliability0secret0of0the0simulated0app0";

    private World(Guid holdAppId, Guid formAppId, Guid retryAppId) => (HoldAppId, FormAppId, RetryAppId) = (holdAppId, formAppId, retryAppId);

    public static IReadOnlyList<string> Apps { get; } = [RetryApp, HoldApp, FormApp, AccountApp];

    public Guid RetryAppId { get; }

    public Guid HoldAppId { get; }

    public Guid FormAppId { get; }

    public static string User(int number) => string.Create(CultureInfo.InvariantCulture, $"rel-{number}");

    public static string HeldUser(int number) => string.Create(CultureInfo.InvariantCulture, $"held-{number}");

    public static string Follower(int number) => string.Create(CultureInfo.InvariantCulture, $"follower-{number}");

    /// <summary>What the simulated WeChat knows, before hosts start.</summary>
    public static async Task SeedWeChatAsync(SimulatorControlClient weChat, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(Path.Combine(Repository.HostFolder, "Demo", "simulator-seed.json"));
        var demo = (await JsonSerializer.DeserializeAsync<SeedDocument>(file, JsonSerializerOptions.Web, cancellationToken))!;
        await weChat.SeedAsync(demo, cancellationToken);
        await weChat.SeedAsync(
            new()
            {
                Apps =
                [
                    new() { AppId = HoldApp, Secret = Secret },
                    new() { AppId = FormApp, Secret = Secret },
                    // Tokens are thrown away far more often than WeChat lets one ask for a fresh one.
                    .. Apps.Select(app => new AppSeed { AppId = app, Limits = new() { ForcedRefreshesPerDay = -1 } }),
                ],
                Templates =
                [
                    new() { AppId = RetryApp, TemplateId = GrantWeChatTemplate, Title = "Granted", Type = 2, Fields = ["character_string1", "thing2"] },
                    new() { AppId = HoldApp, TemplateId = HoldWeChatTemplate, Title = "Held", Type = 2, Fields = ["character_string1", "thing2"] },
                    new() { AppId = FormApp, TemplateId = FormWeChatTemplate, Title = "Form", Fields = ["keyword1", "keyword2"] },
                    new() { AppId = AccountApp, TemplateId = AccountWeChatTemplate, Title = "Account", Fields = ["keyword1", "keyword2"] },
                ],
                UserRanges =
                [
                    new() { AppId = RetryApp, Prefix = "rel-", Count = 20_000, Grants = [new() { TemplateId = PaidWeChatTemplate, Sends = Plenty }] },
                    new() { AppId = AccountApp, Prefix = "follower-", Count = Users },
                    new() { AppId = HoldApp, Prefix = "held-", Count = Users, Grants = [new() { TemplateId = HoldWeChatTemplate, Sends = Plenty }] },
                ],
            },
            cancellationToken);
        // Every fifth message does not reach its user after all, which WeChat says half a second later.
        await weChat.ChangeSettingsAsync(new() { Receipt = ReceiptOutcome.SystemFailed, ReceiptShare = 0.2, ReceiptDelayMs = 500 }, cancellationToken);
    }

    /// <summary>What WeChat pushes comes in by the cluster's door.</summary>
    public static Task ConnectPushAsync(Cluster cluster, CancellationToken cancellationToken) => cluster.WeChat.Control.SetPushAsync(
        AccountApp,
        new()
        {
            Url = $"http://127.0.0.1:{cluster.Door.Port}/api/wechat-notifications/callback/{AccountApp}",
            Token = DemoData.CallbackToken,
            EncodingAesKey = DemoData.EncodingAesKey,
            Mode = PushMode.Secure,
            Format = PushFormat.Xml,
        },
        cancellationToken);

    /// <summary>What an administrator enters, through a host's API.</summary>
    public static async Task<World> SeedHostsAsync(HostNode host, CancellationToken cancellationToken)
    {
        var hold = await CreateAsync(host, "credentials", new { appId = HoldApp, name = "Hold", kind = "miniProgram", secret = Secret, unconfirmedPolicy = "hold" }, cancellationToken);
        var form = await CreateAsync(host, "credentials", new { appId = FormApp, name = "Form ids", kind = "miniProgram", secret = Secret }, cancellationToken);
        var listed = await Api.CallAsync(host, HttpMethod.Get, "credentials", body: null, cancellationToken);
        var retry = IdOf(RetryApp);
        object[] fields = [new { key = "character_string1", name = "marker" }, new { key = "thing2", name = "text" }];
        object[] keywords = [new { key = "keyword1", name = "marker" }, new { key = "keyword2", name = "text" }];
        await CreateAsync(host, "templates", new { name = HoldTemplate, appCredentialId = hold, weChatTemplateId = HoldWeChatTemplate, title = "Held", fields }, cancellationToken);
        await CreateAsync(host, "templates", new { name = GrantTemplate, appCredentialId = retry, weChatTemplateId = GrantWeChatTemplate, title = "Granted", fields }, cancellationToken);
        await CreateAsync(
            host, "templates", new { name = FormTemplate, appCredentialId = form, channel = "templateMessage", weChatTemplateId = FormWeChatTemplate, title = "Form", fields = keywords }, cancellationToken);
        await CreateAsync(
            host, "templates",
            new { name = AccountTemplate, appCredentialId = IdOf(AccountApp), channel = "officialAccountTemplateMessage", weChatTemplateId = AccountWeChatTemplate, title = "Account", fields = keywords },
            cancellationToken);
        return new World(hold, form, retry);

        Guid IdOf(string appId) => listed.EnumerateArray().First(a => a.GetProperty("appId").GetString() == appId).GetProperty("id").GetGuid();
    }

    /// <summary>The values of a message of the given template.</summary>
    public static object Data(string template, string marker) => template == PaidTemplate
        ? new { orderNo = marker, product = "Green tea", amount = 12.5, paidAt = "2026-11-21T15:30:00+08:00", orderId = marker }
        : new { marker, text = "Green tea" };

    private static async Task<Guid> CreateAsync(HostNode host, string path, object body, CancellationToken cancellationToken)
        => (await Api.CallAsync(host, HttpMethod.Post, path, JsonContent.Create(body), cancellationToken)).GetProperty("id").GetGuid();
}
