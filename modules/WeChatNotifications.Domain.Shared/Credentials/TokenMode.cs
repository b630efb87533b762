namespace WeChatNotifications.Credentials;

/// <summary>Which of WeChat's two token calls an app uses. Their tokens are fully isolated from each other.</summary>
public enum TokenMode
{
    /// <summary><c>POST /cgi-bin/stable_token</c>: every caller gets the same token, so nodes need no coordination. The default.</summary>
    Stable = 0,

    /// <summary>
    /// <c>GET /cgi-bin/token</c>: every call replaces the token of all others. Only for apps that share it with
    /// software which cannot change; refreshes are then coordinated over a lease in the database.
    /// </summary>
    Classic = 1,
}
