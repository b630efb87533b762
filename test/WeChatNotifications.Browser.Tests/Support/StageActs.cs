using System.Net.Http.Json;
using System.Text;
using Microsoft.Playwright;
using WeChatNotifications.Host.Demo;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Browser.Tests.Support;

/// <summary>What several stories do on the way to what they are about.</summary>
internal static class StageActs
{
    /// <summary>Opens a simulated user's phone at its newest messages.</summary>
    public static async Task<Tab> OpenPhoneAsync(this Stage stage, string openId, string language = "en")
    {
        var phone = await stage.OpenAsync(language, phone: true);
        await phone.Page.GotoAsync(new Uri(stage.WeChat.BaseAddress, $"phone/{DemoData.AppId}/{openId}").ToString());
        return phone;
    }

    /// <summary>New users of the simulated WeChat who allow a message of the demonstration's template.</summary>
    public static async Task<IReadOnlyList<string>> NewCustomersAsync(this Stage stage, string prefix, int count)
    {
        using var http = new HttpClient { BaseAddress = stage.WeChat.BaseAddress };
        using var answer = await http.PostAsJsonAsync(
            new Uri("_sim/seed", UriKind.Relative),
            new { userRanges = new[] { new { appId = DemoData.AppId, prefix, count, grants = new[] { new { templateId = DemoData.WeChatTemplateId, sends = 3 } } } } });
        answer.EnsureSuccessStatusCode();
        return [.. Enumerable.Range(0, count).Select(i => $"{prefix}{i}")];
    }

    /// <summary>Goes through the wizard in a hurry, to a broadcast that takes its time.</summary>
    public static async Task StartSlowBroadcastAsync(this Stage stage, Tab tab, IReadOnlyList<string> people)
    {
        ArgumentNullException.ThrowIfNull(stage);
        await tab.GoAsync("/broadcasts");
        await tab.ClickAsync("new");
        await tab.Page.Locator("#Input_Name").FillAsync("Slow");
        await tab.Page.Locator("#Input_Template").SelectOptionAsync("order-paid");
        await tab.Page.Locator("#Input_Audience_Kind").SelectOptionAsync("List");
        await tab.ClickAsync("next");
        foreach (var (field, value) in new[] { ("orderNo", "20260002"), ("product", "Tea"), ("amount", "1"), ("paidAt", "2026-11-21T15:30:00+08:00"), ("orderId", "2") })
        {
            await tab.Find("value-" + field).FillAsync(value);
        }

        await tab.ClickAsync("next");
        await tab.Page.Locator("#Input_List").SetInputFilesAsync(new FilePayload { Name = "people.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes("openId\n" + string.Join('\n', people)) });
        await tab.ClickAsync("upload");
        await tab.ClickAsync("next");
        await tab.ClickAsync("next");
        await tab.Page.Locator("#Input_RatePerSecond").FillAsync("2");
        await tab.ClickAsync("next");
        await tab.ClickAsync("start");
        await Assertions.Expect(tab.Find("pause").First).ToBeVisibleAsync();
    }

    /// <summary>An account at the simulated WeChat that the host does not know yet.</summary>
    public static async Task NewWeChatAppAsync(this Stage stage, string appId, string secret)
    {
        using var http = new HttpClient { BaseAddress = stage.WeChat.BaseAddress };
        using var answer = await http.PostAsJsonAsync(new Uri("_sim/apps", UriKind.Relative), new { appId, secret, name = appId });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Sends the demonstration's message, and waits until it is no longer on its way.</summary>
    public static async Task SendAsync(this Stage stage, string openId, int count)
    {
        using var http = new HttpClient { BaseAddress = stage.Host };
        http.DefaultRequestHeaders.Add("X-Api-Key", DemoData.ApiKey);
        for (var i = 0; i < count; i++)
        {
            using var answer = await http.PostAsJsonAsync(
                new Uri("api/wechat-notifications/notifications", UriKind.Relative),
                new { template = "order-paid", to = openId, data = new { orderNo = $"2026000{i}", product = "Tea", amount = 1 + i, paidAt = "2026-11-21T15:30:00+08:00", orderId = $"{i}" } });
            answer.EnsureSuccessStatusCode();
        }

        await Eventually.Async(
            async () => !(await http.GetStringAsync(new Uri($"api/wechat-notifications/deliveries?openId={openId}&status=pending&status=sending", UriKind.Relative))).Contains("\"id\"", StringComparison.Ordinal),
            TimeSpan.FromSeconds(20),
            "the messages are over");
    }
}
