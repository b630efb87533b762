using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Credentials;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Templates;
using SimulatedKind = WeChatNotifications.Simulator.Accounts.AppKind;

namespace WeChatNotifications.Application.Tests.Templates;

/// <summary>A shop with a mini program that holds two templates at the simulated WeChat, and an official account.</summary>
internal sealed class TemplateWorld : IAsyncDisposable
{
    public const string Meeting = "tmpl-meeting";
    public const string AccountAppId = "wx00000000000000ac";
    public const string ListPath = "/wxaapi/newtmpl/gettemplate";
    public const string AccountListPath = "/cgi-bin/template/get_all_private_template";
    public const string AddPath = "/wxaapi/newtmpl/addtemplate";
    public const string DeletePath = "/wxaapi/newtmpl/deltemplate";

    private TemplateWorld(WeChatFixture given, EngineHost host) => (Given, Host) = (given, host);

    public WeChatFixture Given { get; }

    public EngineHost Host { get; }

    public SimulatorControl WeChat => Given.WeChat;

    public Guid App => Given.AppCredentialId;

    /// <summary>After <see cref="AddAccount"/>.</summary>
    public Guid Account { get; private set; }

    public static async Task<TemplateWorld> CreateAsync(bool sends = false)
    {
        // In English, whatever the machine speaks: some texts are compared.
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        var given = await WeChatFixture.CreateAsync(users: 3);
        given.WeChat.SetTemplate(new()
        {
            AppId = WeChatFixture.AppId,
            TemplateId = Meeting,
            Title = "会议通知",
            Content = "会议时间:{{date2.DATA}}\n会议状态:{{enum_string1.DATA}}\n",
            Enums = Enums("进行中", "已结束"),
        });
        var host = EngineHost.Build(given, s => s["Dispatch:IsEnabled"] = sends ? "true" : "false");
        if (sends)
        {
            await host.StartAsync();
        }

        return new(given, host);
    }

    public static Dictionary<string, IReadOnlyList<string>> Enums(params string[] values) => new(StringComparer.Ordinal) { ["enum_string1"] = values };

    /// <summary>An official account with one template for messages and one for subscriptions.</summary>
    public async Task AddAccount(bool isVerified = true)
    {
        WeChat.Seed(new()
        {
            Apps = [new() { AppId = AccountAppId, Secret = WeChatFixture.Secret, Kind = SimulatedKind.OfficialAccount, Verified = isVerified }],
            Templates =
            [
                new() { AppId = AccountAppId, TemplateId = "tmpl-paid", Title = "支付成功", Kind = Simulator.Accounts.TemplateKind.Template, Content = "{{first.DATA}}\n商品:{{keyword1.DATA}}\n{{remark.DATA}}" },
                new() { AppId = AccountAppId, TemplateId = "tmpl-notice", Title = "上新通知", Kind = Simulator.Accounts.TemplateKind.Subscribe, Type = 3, Content = "商品:{{thing1.DATA}}\n" },
            ],
        });
        Account = (await Host.As<IAppCredentialAppService, AppCredentialDto>(Given.Tenant, s => s.CreateAsync(new()
        {
            AppId = AccountAppId,
            Name = "Account",
            Kind = AppKind.OfficialAccount,
            Secret = WeChatFixture.Secret,
        }))).Id;
    }

    public Task<TemplateSyncResultDto> Sync(bool force = false, Guid? app = null)
        => Remote(s => s.SyncAsync(new() { AppCredentialId = app ?? App, Force = force }));

    public Task<T> Remote<T>(Func<IRemoteTemplateAppService, Task<T>> use) => Host.As(Given.Tenant, use);

    public Task Remote(Func<IRemoteTemplateAppService, Task> use) => Remote(async service =>
    {
        await use(service);
        return true;
    });

    public Task<T> Library<T>(Func<ITemplateLibraryAppService, Task<T>> use) => Host.As(Given.Tenant, use);

    public Task<T> Templates<T>(Func<IMessageTemplateAppService, Task<T>> use) => Host.As(Given.Tenant, use);

    public async Task<RemoteTemplateDto> Found(string weChatTemplateId)
        => (await Remote(s => s.ListAsync(null))).Single(t => t.WeChatTemplateId == weChatTemplateId);

    public Task<MessageTemplateDto> Adopt(string weChatTemplateId, string name) => AdoptAs(weChatTemplateId, new() { Name = name });

    public async Task<MessageTemplateDto> AdoptAs(string weChatTemplateId, AdoptTemplateDto input)
    {
        var id = (await Found(weChatTemplateId)).Id;
        return await Remote(s => s.AdoptAsync(id, input));
    }

    public async Task<IReadOnlyList<TemplateDriftDto>?> Drift(Guid? template = null)
        => (await Templates(s => s.GetAsync(template ?? Given.TemplateId))).Drift;

    public FaultRule Fault(string path, FaultKind kind = FaultKind.WeChatError, int code = -1, int? count = null)
        => WeChat.AddFault(new() { Path = path, Kind = kind, ErrorCode = code, Count = count });

    public long Calls(string path) => WeChat.Report().Count(path);

    /// <summary>What a refused use case says, in the current language.</summary>
    public string TextOf(WeChatNotificationsException exception) => Host.Services.GetRequiredService<IModuleTexts>().Of(exception);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Given.DisposeAsync();
    }
}
