using System.Globalization;
using WeChatNotifications.Simulator.Login;
using WeChatNotifications.Simulator.People;
using WeChatNotifications.Simulator.Push;

namespace WeChatNotifications.Simulator.Control;

/// <content>What users do, and what the apps' servers are told of it.</content>
public sealed partial class SimulatorControlClient
{
    /// <summary>What <c>wx.login</c> gives a user of a mini program.</summary>
    public async Task<IReadOnlyList<string>> IssueLoginCodesAsync(LoginCodeRequest request, CancellationToken cancellationToken = default) =>
        (await PostAsync("login-codes", request, Json.LoginCodeRequest, Json.LoginCodes, cancellationToken)).Codes;

    /// <summary>WeChat bans a template of the public library: it can no longer be added (200013).</summary>
    public Task BanLibraryTemplateAsync(int tid, bool banned = true, CancellationToken cancellationToken = default) =>
        PostAsync(string.Create(CultureInfo.InvariantCulture, $"library/{tid}/{(banned ? "ban" : "unban")}"), cancellationToken);

    /// <summary>The user is asked for subscriptions. Grants change, and the popup event is pushed.</summary>
    public Task<DialogAnswer> ShowDialogAsync(DialogRequest request, CancellationToken cancellationToken = default) =>
        PostAsync("dialog", request, Json.DialogRequest, Json.DialogAnswer, cancellationToken);

    /// <summary>The user turns templates off in the settings. Grants are lost, and the change event is pushed.</summary>
    public Task UnsubscribeTemplateAsync(TemplateRefusal refusal, CancellationToken cancellationToken = default) =>
        PostAsync("unsubscribe-template", refusal, Json.TemplateRefusal, cancellationToken);

    public Task FollowAsync(string appId, string openId, CancellationToken cancellationToken = default) =>
        PostAsync("follow", new() { AppId = appId, OpenId = openId }, Json.FollowChange, cancellationToken);

    public Task UnfollowAsync(string appId, string openId, CancellationToken cancellationToken = default) =>
        PostAsync("unfollow", new() { AppId = appId, OpenId = openId }, Json.FollowChange, cancellationToken);

    /// <summary>Sets where an app's events go, once the server there has passed the URL check.</summary>
    public Task SetPushAsync(string appId, PushSeed push, CancellationToken cancellationToken = default) =>
        PostAsync($"apps/{Escape(appId)}/push", push, Json.PushSeed, cancellationToken);

    public Task RemovePushAsync(string appId, CancellationToken cancellationToken = default) =>
        DeleteAsync($"apps/{Escape(appId)}/push", cancellationToken);

    public Task<PushPage> PushesAsync(PushFilter? filter = null, CancellationToken cancellationToken = default)
    {
        filter ??= new();
        var query = string.Create(CultureInfo.InvariantCulture, $"pushes?after={filter.After}&limit={filter.Limit}")
            + (filter.Id is { } id ? string.Create(CultureInfo.InvariantCulture, $"&id={id}") : "")
            + Part("appId", filter.AppId) + Part("openId", filter.OpenId) + Part("event", filter.Event);
        return GetAsync(query, Json.PushPage, cancellationToken);
    }

    /// <summary>Sends kept pushes once more: the same body, newly signed.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RedeliverPushesAsync(PushFilter? filter = null, CancellationToken cancellationToken = default) =>
        (await PostAsync("pushes/redeliver", filter ?? new(), Json.PushFilter, Json.Redelivery, cancellationToken)).Pushes;
}
