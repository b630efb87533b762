using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using WeChatNotifications.Benchmarks.Broadcasts;
using WeChatNotifications.Benchmarks.Stage;

namespace WeChatNotifications.Benchmarks.Dashboard;

/// <summary>
/// Opens every page of the sample host's dashboard, found by following its links, over a log of a million messages. Nothing is compared: the wish is
/// 300 ms of the server's time for each.
/// </summary>
internal sealed partial class DashboardPages(TextWriter output, bool isQuick)
{
    public const string Verb = "dashboard";

    private const int Repeats = 11;
    private const string Root = "/wechat";

    private static readonly TimeSpan Wanted = TimeSpan.FromMilliseconds(300);

    private int Messages { get; } = isQuick ? 20_000 : 1_000_000;

    /// <returns>Whether the median of every page stays within the wish.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.StartAsync(cancellationToken);
        var connection = await database.CreateAsync(options: null, cancellationToken);
        await using var simulator = await SimulatorProcess.StartAsync(cancellationToken);
        var folder = Directory.CreateTempSubdirectory("wechat-dashboard-host-");
        try
        {
            await using var host = await SampleHost.StartAsync(connection, simulator.Address, folder.FullName, cancellationToken);
            await DashboardData.SeedAsync(connection, Messages, cancellationToken);
            using var browser = await LogInAsync(host, cancellationToken);
            await output.WriteLineAsync($"PostgreSQL {database.Version}; {Messages:N0} messages, {Messages:N0} permits, {Messages:N0} recipients");
            await output.WriteLineAsync($"| page | median ms | slowest of {Repeats} ms | KiB |\n|---|---|---|---|");
            var isQuickEnough = true;
            foreach (var (page, path) in await CrawlAsync(browser, cancellationToken))
            {
                isQuickEnough &= await MeasureAsync(browser, page, path, cancellationToken);
            }

            return isQuickEnough;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<HttpClient> LogInAsync(SampleHost host, CancellationToken cancellationToken)
    {
        var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new() }) { BaseAddress = host.Address, Timeout = TimeSpan.FromMinutes(2) };
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("userName", "admin"), KeyValuePair.Create("password", "admin-demo-1"), KeyValuePair.Create("returnUrl", Root)]);
        using var answer = await browser.PostAsync(new Uri("/account/login", UriKind.Relative), form, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return browser;
    }

    /// <summary>One address for each page: those that differ in an id, or in a parameter's value, are one page.</summary>
    private static async Task<IReadOnlyList<(string Page, string Path)>> CrawlAsync(HttpClient browser, CancellationToken cancellationToken)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal) { [Root] = Root };
        var next = new Queue<string>([Root]);
        while (next.TryDequeue(out var path))
        {
            using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            if (answer.Content.Headers.ContentType?.MediaType != "text/html")
            {
                found.Remove(PageOf(path));
                continue;
            }

            foreach (var link in Links().Matches(await answer.Content.ReadAsStringAsync(cancellationToken)).Select(m => WebUtility.HtmlDecode(m.Groups["path"].Value)))
            {
                if (!link.StartsWith(Root + "/language", StringComparison.Ordinal) && !link.Contains("handler=", StringComparison.OrdinalIgnoreCase) && found.TryAdd(PageOf(link), link))
                {
                    next.Enqueue(link);
                }
            }
        }

        return [.. found.Select(f => (f.Key, f.Value))];
    }

    private static string PageOf(string path) => Value().Replace(Identifier().Replace(path, "{id}"), "=…");

    private async Task<bool> MeasureAsync(HttpClient browser, string page, string path, CancellationToken cancellationToken)
    {
        var times = new List<double>(Repeats);
        var size = 0;
        for (var i = 0; i <= Repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            size = (await answer.Content.ReadAsByteArrayAsync(cancellationToken)).Length;
            if (!answer.IsSuccessStatusCode)
            {
                await output.WriteLineAsync($"| {page} | {(int)answer.StatusCode} FAILED |||");
                return false;
            }

            if (i > 0)
            {
                // The first one compiles.
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        times.Sort();
        var isMissed = times[Repeats / 2] > Wanted.TotalMilliseconds;
        await output.WriteLineAsync($"| {page} | {times[Repeats / 2]:N0} | {times[^1]:N0} | {size / 1024:N0} |{(isMissed ? " MISSED" : "")}");
        return !isMissed;
    }

    [GeneratedRegex("(href|hx-get)=\"(?<path>/wechat(?!/assets)[^\"#]*)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Links();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Identifier();

    [GeneratedRegex("=[^&]*", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Value();
}
