using System.Net;
using System.Text.RegularExpressions;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.Dashboard.Tests.Support;

/// <summary>Somebody with a browser that runs no script: cookies, forms with their hidden fields, redirects.</summary>
public sealed class Visitor : IDisposable
{
    public const string Prefix = "/wechat";
    private const string Password = "correct horse battery staple";

    private readonly HttpClient _client;

    private Visitor(Uri address) => _client = new(new SocketsHttpHandler { CookieContainer = new(), UseCookies = true }) { BaseAddress = address };

    /// <summary>Nobody in particular.</summary>
    public static Visitor Anonymous(RunningHost host, string language = "en")
    {
        var visitor = new Visitor(host.Address);
        visitor._client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        visitor._client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return visitor;
    }

    /// <summary>A user of a shop's tenant, or of the host itself, with these permissions, logged in.</summary>
    public static async Task<Visitor> LogInAsync(RunningHost host, Guid? tenantId, IEnumerable<string> permissions, string language = "en")
    {
        var name = "u" + Guid.NewGuid().ToString("N");
        await host.UserAsync(tenantId, name, Password, permissions);
        var visitor = Anonymous(host, language);
        await visitor.PostRawAsync("/account/login", [("userName", name), ("password", Password), ("returnUrl", "/health/live")]);
        return visitor;
    }

    /// <summary>Opens a page of the dashboard.</summary>
    /// <param name="path">Below the dashboard's prefix, such as <c>/apps</c>; a path of the host when it begins with <c>~</c>.</param>
    public async Task<VisitedPage> GetAsync(string path) => await VisitedPage.OfAsync(await _client.GetAsync(PathOf(path), TestContext.Current.CancellationToken));

    /// <summary>Looks again at a page as its live parts do.</summary>
    public async Task<VisitedPage> LookAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, PathOf(path));
        request.Headers.Add("HX-Request", "true");
        return await VisitedPage.OfAsync(await _client.SendAsync(request, TestContext.Current.CancellationToken));
    }

    /// <summary>Opens a page, fills in its form and sends it, with all that a browser adds; follows where it leads.</summary>
    /// <param name="path">The page.</param>
    /// <param name="handler">The form's handler, such as <c>Delete</c>; null for the page's own.</param>
    /// <param name="fields">What is filled in.</param>
    public async Task<VisitedPage> SubmitAsync(string path, string? handler, params (string Name, string Value)[] fields)
    {
        var page = await GetAsync(path);
        page.Status.ShouldBe(HttpStatusCode.OK, page.Text);
        return await PostAsync(path, handler, page.AntiforgeryToken, fields);
    }

    /// <summary>Sends a form without opening its page first.</summary>
    public async Task<VisitedPage> PostAsync(string path, string? handler, string? antiforgeryToken, params (string Name, string Value)[] fields)
    {
        var target = PathOf(path) + (handler is null ? "" : (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "handler=" + handler);
        return await PostRawAsync(target, antiforgeryToken is null ? fields : [("__RequestVerificationToken", antiforgeryToken), .. fields]);
    }

    /// <summary>Sends a body as it is, for forms with files.</summary>
    public async Task<VisitedPage> PostContentAsync(string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, PathOf(path)) { Content = content };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return await VisitedPage.OfAsync(await _client.SendAsync(request, TestContext.Current.CancellationToken));
    }

    public void Dispose() => _client.Dispose();

    private async Task<VisitedPage> PostRawAsync(string path, (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return await VisitedPage.OfAsync(await _client.SendAsync(request, TestContext.Current.CancellationToken));
    }

    private static string PathOf(string path) => path.StartsWith('~') ? path[1..] : Prefix + path;
}

/// <summary>What the visitor sees.</summary>
public sealed partial record VisitedPage(HttpStatusCode Status, Uri Address, string Html, HttpResponseMessage Response)
{
    /// <summary>Without tags, as it reads.</summary>
    public string Text { get; } = Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(Html, " ")), " ").Trim();

    /// <summary>What protects the forms of the page.</summary>
    public string? AntiforgeryToken => Token().Match(Html) is { Success: true } match ? match.Groups["value"].Value : null;

    /// <summary>The first element with that <c>data-testid</c>, from its start tag on.</summary>
    public string? Element(string testId) => Html.IndexOf($"data-testid=\"{testId}\"", StringComparison.Ordinal) is var at and >= 0 ? Html[Html.LastIndexOf('<', at)..] : null;

    public static async Task<VisitedPage> OfAsync(HttpResponseMessage response)
        => new(response.StatusCode, response.RequestMessage!.RequestUri!, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response);

    [GeneratedRegex("<(script|style)[^>]*>.*?</\\1>|<[^>]*>", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Spaces();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Token();
}
