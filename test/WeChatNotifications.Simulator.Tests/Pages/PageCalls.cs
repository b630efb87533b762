using System.Net;
using System.Text.RegularExpressions;

namespace WeChatNotifications.Simulator.Tests.Pages;

/// <summary>What a browser gets.</summary>
internal sealed record PageReply(HttpStatusCode Status, string Html, HttpResponseMessage Response)
{
    public string Header(string name) => Response.Headers.TryGetValues(name, out var values) || Response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : "";

    /// <summary>The contents of all elements with this test id, without markup.</summary>
    public IReadOnlyList<string> Texts(string testId) =>
        [.. Regex.Matches(Html, $"""<(\w+)[^>]*data-testid="{Regex.Escape(testId)}"[^>]*>(.*?)</\1>""", RegexOptions.Singleline, TimeSpan.FromSeconds(5))
            .Select(match => WebUtility.HtmlDecode(Regex.Replace(match.Groups[2].Value, "<[^>]*>", "", RegexOptions.None, TimeSpan.FromSeconds(5)).Trim()))];

    /// <summary>The value of an attribute of the first element with this test id; empty when it is not there.</summary>
    public string Attribute(string testId, string name) =>
        Regex.Match(Html, $"""<[^>]*data-testid="{Regex.Escape(testId)}"[^>]*>""", RegexOptions.None, TimeSpan.FromSeconds(5)).Value is var tag
            ? WebUtility.HtmlDecode(Regex.Match(tag, $""" {name}="([^"]*)" """.Trim().Insert(0, " "), RegexOptions.None, TimeSpan.FromSeconds(5)).Groups[1].Value)
            : "";

    public bool Has(string testId) => Html.Contains($"data-testid=\"{testId}\"", StringComparison.Ordinal);
}

/// <summary>Calls pages as a browser does.</summary>
internal static class PageCalls
{
    public static string Phone(string openId = Given.Alice, string appId = Given.App) => $"/phone/{appId}/{Uri.EscapeDataString(openId)}";

    public static Task<PageReply> Page(this Given shop, string path, string language = "en", params (string Name, string Value)[] headers) =>
        shop.Call(new(HttpMethod.Get, path), language, headers);

    public static Task<PageReply> Post(this Given shop, string path, (string Name, string Value)[] fields, params (string Name, string Value)[] headers) => shop.Call(
        new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) }, "en", headers);

    private static async Task<PageReply> Call(this Given shop, HttpRequestMessage request, string language, (string Name, string Value)[] headers)
    {
        using (request)
        {
            request.Headers.Add("Accept-Language", language);
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            var response = await shop.Http.SendAsync(request);
            return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
        }
    }
}
