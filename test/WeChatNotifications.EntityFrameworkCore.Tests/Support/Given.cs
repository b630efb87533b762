using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Security;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Support;

/// <summary>Things to start a test with.</summary>
internal static class Given
{
    /// <summary>Whole microseconds, as PostgreSQL keeps them.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);

    public static readonly Guid Tenant = Guid.Parse("aaaaaaaa-0000-7000-8000-000000000001");
    public static readonly Guid OtherTenant = Guid.Parse("bbbbbbbb-0000-7000-8000-000000000002");

    private static int _lastApp;

    public static AppCredentialSettings AppSettings(UnconfirmedPolicy policy = UnconfirmedPolicy.Retry, bool isEnabled = true)
        => new() { Name = "Shop", UnconfirmedPolicy = policy, IsEnabled = isEnabled };

    public static AppCredential App(Guid? tenant, string? appId = null, UnconfirmedPolicy policy = UnconfirmedPolicy.Retry, bool isEnabled = true)
        => AppCredential.Register(
            tenant, appId ?? $"wx{Interlocked.Increment(ref _lastApp):x16}", AppKind.MiniProgram, AppSettings(policy, isEnabled),
            Secret("0123456789abcdef0123456789abcdef"), Now);

    public static ProtectedSecret Secret(string secret) => ProtectedSecret.Create(secret, new ReversingProtector());

    public static MessageTemplateSettings TemplateSettings(AppCredential app, string name = "order-paid", string weChatId = "tmpl-1") => new()
    {
        Name = name,
        AppCredentialId = app.Id,
        WeChatTemplateId = weChatId,
        Fields = [new TemplateField { Key = "thing1", Name = "product" }],
    };

    public static MessageTemplate Template(AppCredential app, string name = "order-paid", string weChatId = "tmpl-1")
        => MessageTemplate.Register(app.TenantId, TemplateSettings(app, name, weChatId), Now);

    public static DeliveryLog Delivery(
        AppCredential app, string openId = "o-alice", string? key = null, DeliveryPriority priority = DeliveryPriority.Transactional,
        DateTimeOffset? notBefore = null, DateTimeOffset? expiresAt = null, DateTimeOffset? now = null, string template = "tmpl-1")
        => DeliveryLog.Queue(
            Template(app, weChatId: template), openId, new RenderedMessage([new("thing1", "龙井茶")], "pages/order?id=7"),
            new DeliveryTiming(priority, notBefore, expiresAt), key, now ?? Now);

    /// <summary>A delivery on some channel with a template of another app behind it.</summary>
    public static DeliveryLog ChainDelivery(
        AppCredential app, AppCredential other, MessageChannel channel, string openId, string? key = null, DeliveryPriority priority = DeliveryPriority.Transactional,
        DateTimeOffset? notBefore = null, DateTimeOffset? expiresAt = null, DateTimeOffset? now = null)
    {
        var template = MessageTemplate.Register(app.TenantId, TemplateSettings(app) with { Channel = channel }, Now);
        var second = MessageTemplate.Register(other.TenantId, TemplateSettings(other, "second", "tmpl-2") with { Channel = MessageChannel.OfficialAccountSubscribeMessage }, Now);
        var step = FallbackStep.Of(second, new RenderedMessage([new("thing1", "乌龙茶")], Page: null, new ChannelOptions { Url = "https://shop.example/7", Step = 1 }));
        return DeliveryLog.Queue(
            template, openId, new RenderedMessage([new("thing1", "龙井茶")], "pages/order?id=7"), new DeliveryTiming(priority, notBefore, expiresAt), key, now ?? Now,
            FallbackStep.ToJson([step]));
    }

    private sealed class ReversingProtector : ISecretProtector
    {
        public string Protect(string purpose, string plaintext) => purpose + "|" + string.Concat(plaintext.Reverse());

        public string Unprotect(string purpose, string protectedText) => string.Concat(protectedText[(purpose.Length + 1)..].Reverse());
    }
}
