using System.Net;
using System.Text;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Testing;

namespace WeChatNotifications.HttpApi.Tests.Broadcasts;

/// <summary>Broadcasts of a shop, made through the API.</summary>
internal static class BroadcastThings
{
    public const string Csv = "openId,orderNo\nalice,A1\n";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    public static Dictionary<string, object> Values => new(StringComparer.Ordinal)
    {
        ["orderNo"] = "A1",
        ["product"] = "龙井茶",
        ["amount"] = 12.5m,
        ["paidAt"] = "2026-11-21T15:30:00+08:00",
        ["orderId"] = "7",
    };

    public static object NewBroadcast(
        string name = "Winter sale", string audience = "permitHolders", DateTimeOffset? startAt = null, int? ratePerSecond = null, DateTimeOffset? expiresAt = null,
        IReadOnlyDictionary<string, object>? data = null)
        => new { Name = name, Template = "order-paid", Audience = new { Kind = audience }, Data = data ?? Values, StartAt = startAt, ExpiresAt = expiresAt, RatePerSecond = ratePerSecond };

    public static object NewSchedule(string name = "Every morning", string cron = "0 9 * * *", bool isEnabled = true)
        => new { Name = name, Template = "order-paid", Data = Values, Cron = cron, TimeZone = "Asia/Shanghai", IsEnabled = isEnabled };

    public static Task<Guid> DraftAsync(Shop shop) => CreateAsync(shop, NewBroadcast());

    public static Task<Guid> ListDraftAsync(Shop shop) => CreateAsync(shop, NewBroadcast(audience: "list"));

    public static async Task<Guid> ScheduledAsync(Shop shop)
    {
        var id = await CreateAsync(shop, NewBroadcast(startAt: DateTimeOffset.UtcNow.AddDays(1)));
        (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{id}/start")).ShouldBe(HttpStatusCode.OK)["status"].ShouldBe("scheduled");
        return id;
    }

    public static async Task<Guid> PausedAsync(Shop shop)
    {
        var id = await ScheduledAsync(shop);
        (await shop.Admin.PostAsync($"{Shop.Broadcasts}/{id}/pause")).ShouldBe(HttpStatusCode.OK)["status"].ShouldBe("paused");
        return id;
    }

    public static async Task<Guid> ScheduleAsync(Shop shop) => (await shop.Admin.PostAsync(Shop.Schedules, NewSchedule())).ShouldBe(HttpStatusCode.Created).Id;

    public static async Task<Guid> CreateAsync(Shop shop, object broadcast) => (await shop.Admin.PostAsync(Shop.Broadcasts, broadcast)).ShouldBe(HttpStatusCode.Created).Id;

    public static Task<ApiAnswer> UploadAsync(Shop shop, Guid id, string list, string type = "text/csv", Caller? caller = null)
        => UploadAsync(shop, id, Encoding.UTF8.GetBytes(list), type, caller);

    public static Task<ApiAnswer> UploadAsync(Shop shop, Guid id, byte[] list, string type = "text/csv", Caller? caller = null)
    {
        var content = new ByteArrayContent(list);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return (caller ?? shop.Admin).SendAsync(HttpMethod.Put, $"{Shop.Broadcasts}/{id}/list", content);
    }

    /// <summary>Waits until a broadcast has that status.</summary>
    public static Task<ApiAnswer> UntilAsync(Shop shop, Guid id, string status) => Eventually.GetAsync(
        async () => await shop.Admin.GetAsync($"{Shop.Broadcasts}/{id}") is { } answer && answer["status"] == status ? answer : null, Patience, $"broadcast {id} is {status}");
}
