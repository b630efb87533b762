using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChatNotifications.HttpApi.Tests.Support;

/// <summary>Somebody who calls the host, with the headers they always send. Keeps no cookies by itself and follows no redirects.</summary>
public sealed class Caller
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
    });

    private readonly Uri _host;
    private readonly Action<string> _check;
    private readonly IReadOnlyDictionary<string, string> _headers;

    internal Caller(Uri host, Action<string> check, IReadOnlyDictionary<string, string>? headers = null)
        => (_host, _check, _headers) = (host, check, headers ?? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));

    public Caller With(string header, string value)
        => new(_host, _check, new Dictionary<string, string>(_headers, StringComparer.OrdinalIgnoreCase) { [header] = value });

    /// <summary>The same caller whose answers are looked through in another way.</summary>
    internal Caller WithCheck(Uri host, Action<string> check) => new(host, check, _headers);

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ApiAnswer> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, Json(body));

    public Task<ApiAnswer> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, Json(body));

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <summary>Sends text as it is.</summary>
    public Task<ApiAnswer> PostTextAsync(string path, string text, string contentType = "application/json")
    {
        var content = new StringContent(text);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return SendAsync(HttpMethod.Post, path, content);
    }

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_host, path)) { Content = content };
        foreach (var (name, value) in _headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        _check(body);
        _check(response.Headers.ToString());
        return new ApiAnswer(response.StatusCode, body, response.Headers, response.Content.Headers);
    }

    private static StringContent? Json(object? body)
        => body is null ? null : new(JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json");
}

/// <summary>What came back.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, string Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string? this[string property] => Json[property]?.ToString();

    public Guid Id => Guid.Parse(this["id"]!);

    /// <summary>The rules that a refused request breaks, as <c>field: rule</c> without the rule's prefix.</summary>
    public IReadOnlyList<string> Violations
        => [.. Json["errors"]!.AsArray().Select(e => $"{e!["field"]}: {e["rule"]!.ToString()["WeChatNotifications:Rule.".Length..]}")];

    public ApiAnswer ShouldBe(HttpStatusCode status)
    {
        Status.ShouldBe(status, Body);
        return this;
    }

    /// <summary>Checks that it is a refusal in the API's own format.</summary>
    public ApiAnswer ShouldBeProblem(HttpStatusCode status, string code)
    {
        Status.ShouldBe(status, Body);
        ContentHeaders.ContentType?.MediaType.ShouldBe("application/problem+json");
        this["code"].ShouldBe("WeChatNotifications:" + code);
        Json["status"]!.GetValue<int>().ShouldBe((int)status);
        this["title"].ShouldNotBeNullOrWhiteSpace();
        this["detail"].ShouldNotBeNullOrWhiteSpace();
        this["type"]!.ShouldStartWith("urn:wechat-notifications:");
        return this;
    }
}
