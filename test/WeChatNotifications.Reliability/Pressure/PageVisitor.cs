using System.Collections.Concurrent;
using System.Diagnostics;

namespace WeChatNotifications.Reliability.Pressure;

/// <summary>A person who clicks through the dashboard's pages while the machine has other work, and takes the time.</summary>
internal sealed class PageVisitor(Uri host) : IDisposable
{
    private const string Root = "/wechat";

    private static readonly string[] Pages = [Root, Root + "/deliveries", Root + "/broadcasts", Root + "/recipients", Root + "/apps"];

    private readonly HttpClient _browser = new(new SocketsHttpHandler { CookieContainer = new() }) { BaseAddress = host, Timeout = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentQueue<double> _milliseconds = new();
    private readonly ConcurrentQueue<string> _failures = new();

    public IReadOnlyList<double> Milliseconds => [.. _milliseconds];

    public IReadOnlyList<string> Failures => [.. _failures];

    public async Task LogInAsync(CancellationToken cancellationToken)
    {
        _browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        _browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("userName", "admin"), KeyValuePair.Create("password", "admin-demo-1"), KeyValuePair.Create("returnUrl", Root)]);
        using var answer = await _browser.PostAsync(new Uri("/account/login", UriKind.Relative), form, cancellationToken);
        answer.EnsureSuccessStatusCode();
        foreach (var page in Pages)
        {
            // The first visit compiles.
            using var first = await _browser.GetAsync(new Uri(page, UriKind.Relative), cancellationToken);
        }
    }

    /// <summary>Visits one page after the other until told to stop.</summary>
    public async Task VisitAsync(CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var page = Pages[i % Pages.Length];
            var start = Stopwatch.GetTimestamp();
            try
            {
                using var answer = await _browser.GetAsync(new Uri(page, UriKind.Relative), CancellationToken.None);
                await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
                _milliseconds.Enqueue(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                if (!answer.IsSuccessStatusCode)
                {
                    _failures.Enqueue($"{page}: {(int)answer.StatusCode}");
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                _failures.Enqueue($"{page}: {exception.Message}");
            }

            await Faults.Pause.ForAsync(100, stop);
        }
    }

    public void Dispose() => _browser.Dispose();
}
