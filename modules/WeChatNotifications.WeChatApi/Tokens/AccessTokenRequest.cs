namespace WeChatNotifications.WeChatApi.Tokens;

/// <summary>Asks for a new classic access token.</summary>
/// <param name="AppId">The app's id (case-sensitive).</param>
/// <param name="Secret">The app's secret. Never shown by <see cref="ToString"/>.</param>
public sealed record AccessTokenRequest(string AppId, string Secret)
{
    /// <summary>The request without its secret.</summary>
    public override string ToString() => $"{nameof(AccessTokenRequest)} {{ AppId = {AppId} }}";
}
