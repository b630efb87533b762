using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace WeChatNotifications.Browser.Tests.Support;

/// <summary>One tab of somebody's browser. Whatever a page complains of, and whatever it asks of elsewhere, fails the test that opened it.</summary>
public sealed class Tab : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    public Tab(IBrowserContext context, IPage page, IReadOnlyList<string> home)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, error) => _complaints.Enqueue("script: " + error);
        page.Console += (_, message) =>
        {
            // A status of 4xx is logged as an error too; which ones are right is the test's business.
            if (message.Type == "error" && !message.Text.Contains("the server responded with a status of", StringComparison.Ordinal))
            {
                _complaints.Enqueue("console: " + message.Text);
            }
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("data:", StringComparison.Ordinal) && !home.Any(h => request.Url.StartsWith(h, StringComparison.Ordinal)))
            {
                _complaints.Enqueue("leaves the host: " + request.Url);
            }
        };
    }

    /// <summary>Whether the docs' pictures are being renewed.</summary>
    public static bool TakesPictures { get; } = Environment.GetEnvironmentVariable("UPDATE_SCREENSHOTS") == "1";

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    /// <summary>Opens a page of the dashboard, such as <c>/apps</c>.</summary>
    public async Task<IResponse> GoAsync(string path) => (await Page.GotoAsync("/wechat" + path))!;

    /// <summary>The element that tests know by that name.</summary>
    public ILocator Find(string testId) => Page.GetByTestId(testId);

    public Task ClickAsync(string testId) => Find(testId).First.ClickAsync();

    public async Task LogInAsync(string userName, string password)
    {
        await Page.GotoAsync("/account/login?returnUrl=%2Fwechat");
        await Page.Locator("#userName").FillAsync(userName);
        await Page.Locator("#password").FillAsync(password);
        await Page.Locator("button[type=submit]").ClickAsync();
    }

    /// <summary>Waits until an element says something.</summary>
    public Task SeesAsync(string testId, string text, float seconds = 15)
        => Assertions.Expect(Find(testId).First).ToContainTextAsync(text, new() { Timeout = seconds * 1000 });

    /// <summary>Waits until the page says something somewhere.</summary>
    public Task SeesAsync(string text) => Assertions.Expect(Page.Locator("body")).ToContainTextAsync(text);

    /// <summary>A picture for the docs, when they are being renewed: <c>UPDATE_SCREENSHOTS=1</c>.</summary>
    public async Task PictureAsync(string name, bool whole = false)
    {
        if (TakesPictures)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Folders.Root, "docs", "images", name + ".png"), FullPage = whole, Animations = ScreenshotAnimations.Disabled });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _complaints.ShouldBeEmpty();
    }
}
