using System.Text.Json;
using WeChatNotifications.Reliability.Stage;

namespace WeChatNotifications.Reliability.Work;

/// <summary>The module's HTTP API, as any caller uses it.</summary>
internal static class Api
{
    public const string Root = "api/wechat-notifications/";

    /// <summary>Calls a host that is expected to be well.</summary>
    /// <exception cref="InvalidOperationException">It does not answer, or refuses.</exception>
    public static async Task<JsonElement> CallAsync(HostNode host, HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
        => await host.TryCallAsync(method, Root + path, body, cancellationToken) switch
        {
            null => throw new InvalidOperationException($"{method} {path}: no answer from host {host.Number}."),
            { IsSuccess: true, Text.Length: 0 } => default,
            { IsSuccess: true } answer => answer.Json,
            var refused => throw new InvalidOperationException($"{method} {path}: {refused.Status} {refused.Text}"),
        };
}
