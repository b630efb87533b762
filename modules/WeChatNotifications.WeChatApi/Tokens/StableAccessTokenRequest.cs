namespace WeChatNotifications.WeChatApi.Tokens;

/// <summary>Asks for an app's stable access token.</summary>
/// <param name="AppId">The app's id (case-sensitive).</param>
/// <param name="Secret">The app's secret. Never shown by <see cref="ToString"/>.</param>
/// <param name="ForceRefresh">
/// Makes WeChat issue a new token. At most 20 times a day, and without effect within 30 s of the last time; for a leaked token only.
/// </param>
public sealed record StableAccessTokenRequest(string AppId, string Secret, bool ForceRefresh = false)
{
    /// <summary>The request without its secret.</summary>
    public override string ToString() => $"{nameof(StableAccessTokenRequest)} {{ AppId = {AppId}, ForceRefresh = {ForceRefresh} }}";
}
