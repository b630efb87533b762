using System.Globalization;
using System.Reflection;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Security;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Support;

/// <summary>Things to start a test with.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 7, 30, 0, TimeSpan.Zero);
    public static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-US");
    public static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    public static readonly Guid App = Guid.Parse("01234567-89ab-7def-8123-456789abcdef");
    public static readonly Guid Tenant = Guid.Parse("aaaaaaaa-0000-7000-8000-000000000001");

    public static TemplateField Field(string key, OverflowRule overflow = OverflowRule.Truncate, string? format = null)
        => new() { Key = key, Overflow = overflow, Format = format };

    public static MessageTemplateSettings Settings(params TemplateField[] fields) => new()
    {
        Name = "order-paid",
        AppCredentialId = App,
        WeChatTemplateId = "tmpl-0123456789",

        // Free text is for the older templates only.
        Channel = fields.Any(f => f?.Key is { } key && TemplateFieldKey.TryParse(key, out var type) && type == TemplateFieldType.Text) ? MessageChannel.TemplateMessage : MessageChannel.SubscribeMessage,
        Fields = fields.Length == 0 ? [Field("thing1")] : fields,
    };

    public static MessageTemplate Template(params TemplateField[] fields) => MessageTemplate.Register(Tenant, Settings(fields), Now);

    public static MessageTemplate TemplateWithPage(string page, params TemplateField[] fields)
        => MessageTemplate.Register(Tenant, Settings(fields) with { PagePattern = page }, Now);

    public static RenderResult Render(this MessageTemplate template, params (string Key, object? Value)[] data)
        => TemplateRenderer.Render(template, Data(data), Chinese, Shanghai);

    public static Dictionary<string, object?> Data(params (string Key, object? Value)[] data)
        => data.ToDictionary(d => d.Key, d => d.Value, StringComparer.Ordinal);

    public static AppCredentialSettings AppSettings() => new() { Name = "Shop" };

    public static ProtectedSecret Secret(string secret = "0123456789abcdef0123456789abcdef") => ProtectedSecret.Create(secret, new ReversingProtector());

    public static AppCredential Credential()
        => AppCredential.Register(Tenant, "wx0123456789abcdef", AppKind.MiniProgram, AppSettings(), Secret(), Now);

    public static DeliveryLog Delivery(DeliveryTiming? timing = null) => DeliveryLog.Queue(
        Template(), "o-alice", new RenderedMessage([new("thing1", "茶")], Page: null), timing ?? new(DeliveryPriority.Transactional, null, null), dedupKey: null, Now,
        FallbackStep.ToJson([Step("order-paid-oa")]));

    /// <summary>A rendered template of another app.</summary>
    public static FallbackStep Step(string template, MessageChannel channel = MessageChannel.OfficialAccountTemplateMessage) => new()
    {
        AppCredentialId = Guid.Parse("01234567-89ab-7def-8123-456789abcdee"),
        MessageTemplateId = Guid.Parse("01234567-89ab-7def-8123-456789abcded"),
        TemplateName = template,
        Channel = channel,
        WeChatTemplateId = "tmpl-" + template,
        Data = [new("first", "您好"), new("keyword1", "茶")],
        Options = new() { Url = "https://shop.example/7", Step = 1 },
    };

    /// <summary>A delivery as the database would hand it out: the queue claims by a set-based update, not through the entity.</summary>
    public static DeliveryLog DeliveryIn(DeliveryStatus status, int attempts = 1)
    {
        var delivery = Delivery();
        delivery.Set(nameof(DeliveryLog.Status), status);
        delivery.Set(nameof(DeliveryLog.Attempts), attempts);
        if (status == DeliveryStatus.Sending)
        {
            delivery.Set(nameof(DeliveryLog.ClaimToken), Guid.NewGuid());
            delivery.Set(nameof(DeliveryLog.LeaseUntil), Now.AddMinutes(1));
        }

        return delivery;
    }

    public static void Set<T>(this T entity, string property, object? value)
        where T : Entity
        => typeof(T).GetProperty(property, BindingFlags.Public | BindingFlags.Instance)!.SetValue(entity, value);

    private sealed class ReversingProtector : ISecretProtector
    {
        public string Protect(string purpose, string plaintext) => purpose + "|" + string.Concat(plaintext.Reverse());

        public string Unprotect(string purpose, string protectedText) => string.Concat(protectedText[(purpose.Length + 1)..].Reverse());
    }
}
