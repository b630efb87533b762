using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace WeChatNotifications.Abp.Tests.Support;

/// <summary>Calls of the module's API that are to succeed, or to fail with a code.</summary>
internal static class ApiCalls
{
    public static async Task<JsonElement> GetJson(this HttpClient caller, string path) => await ReadAsync(await caller.GetAsync(Address(path)));

    public static async Task<JsonElement> PostJson(this HttpClient caller, string path, object? body = null)
        => await ReadAsync(body is null ? await caller.PostAsync(Address(path), null) : await caller.PostAsJsonAsync(Address(path), body));

    public static async Task<JsonElement> PutJson(this HttpClient caller, string path, object body) => await ReadAsync(await caller.PutAsJsonAsync(Address(path), body));

    public static async Task<JsonElement> DeleteJson(this HttpClient caller, string path) => await ReadAsync(await caller.DeleteAsync(Address(path)));

    public static Task<HttpResponseMessage> PutText(this HttpClient caller, string path, string text, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return caller.PutAsync(Address(path), content);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri}: {answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The status and the code of what was refused.</summary>
    public static async Task<(HttpStatusCode Status, string? Code)> RefusalAsync(this Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeFalse(text);
        return (answer.StatusCode, text.Length == 0 ? null : JsonDocument.Parse(text).RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    public static string Text(this JsonElement json, string property) => json.GetProperty(property).ToString();

    public static Guid Id(this JsonElement json) => json.GetProperty("id").GetGuid();

    public static Uri Address(string path) => new($"{RunningAbpHost.Api}/{path}", UriKind.Relative);
}
