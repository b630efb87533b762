using System.Text.Json;
using Microsoft.Playwright;

namespace WeChatNotifications.Browser.Tests.Support;

/// <summary>Runs axe-core in a page.</summary>
internal static class Axe
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "axe.min.js");

    /// <summary>What it finds of its two gravest kinds, each with the element it is about.</summary>
    public static async Task<IReadOnlyList<string>> SeriousAsync(IPage page)
    {
        // Evaluated, not added as an element: the page's own policy would not let that in.
        await page.EvaluateAsync(await File.ReadAllTextAsync(Script));
        var result = await page.EvaluateAsync<JsonElement>("() => axe.run(document, { resultTypes: ['violations'] })");
        return
        [
            .. result.GetProperty("violations").EnumerateArray()
                .Where(v => v.GetProperty("impact").GetString() is "serious" or "critical")
                .SelectMany(v => v.GetProperty("nodes").EnumerateArray().Select(n => $"{v.GetProperty("id").GetString()}: {n.GetProperty("html").GetString()} — {n.GetProperty("failureSummary").GetString()}")),
        ];
    }
}
