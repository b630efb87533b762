using WeChatNotifications.Credentials;
using WeChatNotifications.Sending;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Abp.Tests.Support;

/// <summary>A tenant with an app and one template. Its users <c>{name}-0</c> to <c>{name}-199</c> have subscribed for good.</summary>
public sealed class Shop(Guid id, string name, string appId, string secret)
{
    private int _users;

    public Guid Id => id;

    public string Name => name;

    public string AppId => appId;

    public string Secret => secret;

    public Guid AppCredentialId { get; set; }

    public Guid TemplateId { get; set; }

    public string WeChatTemplate => $"tmpl-{name}-order-paid";

    public SeedDocument SeedDocument => new()
    {
        Apps = [new() { AppId = appId, Secret = secret }],
        Templates = [new() { AppId = appId, TemplateId = WeChatTemplate, Fields = ["character_string1", "thing2", "amount3", "time4"] }],
        UserRanges = [new() { AppId = appId, Prefix = name + "-", Count = 200, Grants = [new() { TemplateId = WeChatTemplate, LongTerm = true }] }],
    };

    /// <summary>A user no other test has sent to.</summary>
    public string NewUser() => $"{name}-{Interlocked.Increment(ref _users) % 200}";

    public SaveMessageTemplateDto TemplateOf(Guid appCredentialId) => new()
    {
        Name = RunningAbpHost.Template,
        AppCredentialId = appCredentialId,
        WeChatTemplateId = WeChatTemplate,
        Fields =
        [
            new() { Key = "character_string1", Name = "orderNo" }, new() { Key = "thing2", Name = "product" },
            new() { Key = "amount3", Name = "amount" }, new() { Key = "time4", Name = "paidAt" },
        ],
        PagePattern = "pages/order?id={orderId}",
    };

    /// <summary>Makes the shop known to an application and to its WeChat.</summary>
    public async Task SetUpAsync(AbpApp app)
    {
        app.Simulator.Control.Seed(SeedDocument);
        AppCredentialId = (await app.As<IAppCredentialAppService, AppCredentialDto>(
            Id, s => s.CreateAsync(new() { AppId = AppId, Name = Name, Secret = Secret }))).Id;
        TemplateId = (await app.As<IMessageTemplateAppService, MessageTemplateDto>(Id, s => s.CreateAsync(TemplateOf(AppCredentialId)))).Id;
    }

    public static Notification Order(string openId, string number = "A-1001") => new()
    {
        Template = RunningAbpHost.Template,
        To = openId,
        Data = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["orderNo"] = number,
            ["product"] = "tea",
            ["amount"] = 12.5m,
            ["paidAt"] = new DateTimeOffset(2026, 11, 21, 7, 30, 0, TimeSpan.Zero),
            ["orderId"] = number,
        },
    };
}
