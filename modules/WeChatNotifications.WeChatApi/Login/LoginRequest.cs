namespace WeChatNotifications.WeChatApi.Login;

/// <summary>Asks who signed in to a mini program.</summary>
/// <param name="AppId">The mini program's id (case-sensitive).</param>
/// <param name="Secret">The app's secret. Never shown by <see cref="ToString"/>.</param>
/// <param name="Code">What <c>wx.login</c> gave the mini program; good for one call within 5 minutes. Never shown either.</param>
public sealed record LoginRequest(string AppId, string Secret, string Code)
{
    /// <summary>The request without its secret and code.</summary>
    public override string ToString() => $"{nameof(LoginRequest)} {{ AppId = {AppId} }}";
}
