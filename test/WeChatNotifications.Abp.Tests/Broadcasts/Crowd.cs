using System.Text.Json;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Broadcasts;

/// <summary>Users of a shop's whom nobody else sends to, and what a broadcast to them says.</summary>
internal static class Crowd
{
    /// <summary>Adds some, who have subscribed for good.</summary>
    public static IReadOnlyList<string> Gather(RunningAbpHost host, Shop shop, int count)
    {
        var prefix = $"crowd-{Guid.NewGuid():N}-";
        host.WeChat.Seed(new()
        {
            UserRanges = [new() { AppId = shop.AppId, Prefix = prefix, Count = count, Grants = [new() { TemplateId = shop.WeChatTemplate, LongTerm = true }] }],
        });
        return [.. Enumerable.Range(0, count).Select(i => prefix + i)];
    }

    public static object NewBroadcast(string audience = "list", int? ratePerSecond = null, string? source = null, string product = "2026-01-01") => new
    {
        name = "Winter sale",
        template = RunningAbpHost.Template,
        audience = new { kind = audience, source },
        data = Data(product),
        ratePerSecond,
    };

    public static object NewSchedule(string cron = "0 9 * * *", bool isEnabled = true) => new
    {
        name = "Every morning",
        template = RunningAbpHost.Template,
        data = Data("tea"),
        cron,
        timeZone = "Asia/Shanghai",
        isEnabled,
    };

    public static async Task<JsonElement> UploadAsync(HttpClient caller, Guid id, IEnumerable<string> openIds)
        => await ApiCalls.ReadAsync(await caller.PutText($"broadcasts/{id}/list", "openId\n" + string.Join('\n', openIds), "text/csv"));

    /// <summary>Waits until a broadcast has that status.</summary>
    public static async Task<JsonElement> UntilAsync(HttpClient caller, Guid id, string status)
    {
        JsonElement last = default;
        await Eventually.Async(
            async () => (last = await caller.GetJson($"broadcasts/{id}")).Text("status") == status, RunningAbpHost.Patience, $"broadcast {id} is {status}");
        return last;
    }

    private static object Data(string product)
        => new { orderNo = "A-1", product, amount = 12.5m, paidAt = "2026-11-21T15:30:00+08:00", orderId = "1" };
}
