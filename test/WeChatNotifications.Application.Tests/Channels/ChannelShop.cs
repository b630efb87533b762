using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Permits;
using WeChatNotifications.Recipients;
using WeChatNotifications.Sending;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.FormIds;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Templates;
using AppKind = WeChatNotifications.Credentials.AppKind;

namespace WeChatNotifications.Application.Tests.Channels;

/// <summary>
/// A shop with a mini program and the official account it is bound to, both at a simulated WeChat, and a template for each channel. The
/// user whom the mini program calls u0 is f0 to the account, and 0 to the shop.
/// </summary>
internal sealed class ChannelShop : IAsyncDisposable
{
    public const string OfficialAppId = "wx00000000000000f1";
    public const string TemplatePath = "/cgi-bin/message/wxopen/template/send";
    public const string UniformPath = "/cgi-bin/message/wxopen/template/uniform_send";
    public const string OfficialPath = "/cgi-bin/message/template/send";
    public const string BizPath = "/cgi-bin/message/subscribe/bizsend";

    private ChannelShop(WeChatFixture given, EngineHost host) => (Given, Host) = (given, host);

    public WeChatFixture Given { get; }

    public EngineHost Host { get; }

    public Guid MiniProgram => Given.AppCredentialId;

    public Guid OfficialAccount { get; private set; }

    public SimulatorControl WeChat => Given.WeChat;

    public static async Task<ChannelShop> OpenAsync(SimulatedPeriod period = SimulatedPeriod.Of2018, Action<Dictionary<string, string?>>? configure = null)
    {
        var given = await WeChatFixture.CreateAsync();
        given.WeChat.ChangeSettings(new() { Period = period });
        given.WeChat.Seed(new SeedDocument
        {
            Apps =
            [
                new() { AppId = OfficialAppId, Secret = WeChatFixture.Secret, Kind = Simulator.Accounts.AppKind.OfficialAccount },
                new() { AppId = WeChatFixture.AppId, LinkedAppId = OfficialAppId },
            ],
            Templates =
            [
                new() { AppId = WeChatFixture.AppId, TemplateId = "tmpl-form", Fields = ["keyword1", "keyword2"] },
                new() { AppId = WeChatFixture.AppId, TemplateId = "tmpl-once", Fields = ["thing1"] },
                new() { AppId = OfficialAppId, TemplateId = "tmpl-oa", Fields = ["first", "keyword1", "remark"] },
                new() { AppId = OfficialAppId, TemplateId = "tmpl-biz", Kind = Simulator.Accounts.TemplateKind.Subscribe, Fields = ["thing1", "amount2"] },
            ],
            UserRanges = [new() { AppId = OfficialAppId, Prefix = "f", Count = 100 }],
        });
        var shop = new ChannelShop(given, await given.StartAsync(configure));
        var account = await shop.Host.As<IAppCredentialAppService, AppCredentialDto>(given.Tenant, s => s.CreateAsync(new CreateAppCredentialDto
        {
            AppId = OfficialAppId,
            Name = "Account",
            Secret = WeChatFixture.Secret,
            Kind = AppKind.OfficialAccount,
            LinkedAppId = WeChatFixture.AppId,
        }));
        shop.OfficialAccount = account.Id;
        await shop.Host.Configure(a => a with { LinkedAppId = OfficialAppId });
        return shop;
    }

    public Task<MessageTemplateDto> Template(SaveMessageTemplateDto template)
        => Host.As<IMessageTemplateAppService, MessageTemplateDto>(Given.Tenant, s => s.CreateAsync(template));

    /// <summary>The mini program's template message, paid for with a form id.</summary>
    public Task<MessageTemplateDto> FormTemplate(Guid? fallback = null, string name = "form") => Template(new()
    {
        Name = name,
        AppCredentialId = MiniProgram,
        Channel = MessageChannel.TemplateMessage,
        WeChatTemplateId = "tmpl-form",
        Fields = [new() { Key = "keyword1", Name = "goods", Color = "#173177" }, new() { Key = "keyword2", Name = "price" }],
        PagePattern = "pages/order?id={id}",
        EmphasisKeyword = "keyword1",
        FallbackTemplateId = fallback,
    });

    /// <summary>The official account's template message.</summary>
    public Task<MessageTemplateDto> OfficialTemplate(Guid? fallback = null, string name = "official") => Template(new()
    {
        Name = name,
        AppCredentialId = OfficialAccount,
        Channel = MessageChannel.OfficialAccountTemplateMessage,
        WeChatTemplateId = "tmpl-oa",
        Fields = [new() { Key = "first", DefaultValue = "您好" }, new() { Key = "keyword1", Name = "goods" }, new() { Key = "remark", DefaultValue = "谢谢" }],
        UrlPattern = "https://shop.example/orders/{id}",
        PagePattern = "pages/order?id={id}",
        FallbackTemplateId = fallback,
    });

    /// <summary>A subscribe message that nobody has accepted unless a test says so.</summary>
    public Task<MessageTemplateDto> OnceTemplate(Guid? fallback = null, bool requiresGrant = false, string name = "once") => Template(new()
    {
        Name = name,
        AppCredentialId = MiniProgram,
        WeChatTemplateId = "tmpl-once",
        Fields = [new() { Key = "thing1", Name = "goods" }],
        FallbackTemplateId = fallback,
        RequiresGrant = requiresGrant,
    });

    /// <summary>Collects form ids of a user at WeChat and reports them to the module.</summary>
    public async Task<IReadOnlyList<string>> FormIds(string openId, int count = 1, Simulator.FormIds.FormIdKind kind = Simulator.FormIds.FormIdKind.FormId)
    {
        var issued = WeChat.IssueFormIds(new FormIdIssue { AppId = WeChatFixture.AppId, OpenId = openId, Count = count, Kind = kind }).FormIds;
        await Report(openId, issued, (Permits.FormIdKind)(int)kind);
        return issued;
    }

    public Task<FormIdReportResultDto> Report(string openId, IEnumerable<string> formIds, Permits.FormIdKind kind = Permits.FormIdKind.FormId)
        => Host.As<IFormIdAppService, FormIdReportResultDto>(Given.Tenant, s => s.ReportAsync(new()
        {
            AppCredentialId = MiniProgram,
            Items = [.. formIds.Select(f => new ReportedFormIdDto { OpenId = openId, FormId = f, Kind = kind })],
        }));

    public async Task<FormIdBalanceDto?> Balance(string openId)
        => (await Host.As<IFormIdAppService, CursorPage<FormIdBalanceDto>>(Given.Tenant, s => s.ListAsync(new() { OpenId = openId }))).Items.SingleOrDefault();

    public Task Link(Guid app, string openId, string userId)
        => Host.As<IRecipientAppService, RecipientDto>(Given.Tenant, s => s.LinkAsync(new() { AppCredentialId = app, OpenId = openId, UserId = userId }));

    /// <summary>u0 of the mini program and f0 of the account are user 0 of the shop, and so on.</summary>
    public async Task LinkUsers(int count = 1)
    {
        for (var i = 0; i < count; i++)
        {
            await Link(MiniProgram, $"u{i}", $"{i}");
            await Link(OfficialAccount, $"f{i}", $"{i}");
        }
    }

    public static Notification Order(string template, NotificationRecipients? to = null) => new()
    {
        Template = template,
        To = to ?? "u0",
        Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["goods"] = "龙井茶" },
    };

    public async Task<NotificationReceipt> SendOne(Notification notification) => (await Host.Send(notification)).ShouldHaveSingleItem();

    public async Task<DeliveryDetailDto> SentBy(Notification notification, DeliveryStatus status = DeliveryStatus.Sent)
        => await Host.Until((await SendOne(notification)).DeliveryId, status);

    public SimulatedMessage OnlyMessage() => WeChat.Messages().Messages.ShouldHaveSingleItem();

    public long Calls(string path, string? outcome = null) => WeChat.Report().Count(path, outcome);

    public async ValueTask DisposeAsync() => await Given.DisposeAsync();
}
