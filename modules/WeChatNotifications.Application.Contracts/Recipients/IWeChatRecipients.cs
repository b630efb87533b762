namespace WeChatNotifications.Recipients;

/// <summary>
/// For the host's own code: ties its users to their openids, so that notifications may name users. Works in the ambient tenant and in the
/// caller's transaction, if it has joined one with the module's own DbContext.
/// </summary>
public interface IWeChatRecipients
{
    /// <summary>Ties an openid to a user of the host. A user may have several openids, an openid one user: the last link counts.</summary>
    /// <param name="userId">The host's id of the user, 1 to 128 characters.</param>
    /// <param name="appId">WeChat's appid of the mini program or official account.</param>
    /// <param name="openId">The user's openid under it; one that is not known yet is noted.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <exception cref="Exception">A rule violation exception that lists every broken rule; nothing was stored.</exception>
    Task LinkAsync(string userId, string appId, string openId, CancellationToken cancellationToken = default);

    /// <summary>Unties an openid from whichever user it is tied to.</summary>
    /// <inheritdoc cref="LinkAsync" path="/exception"/>
    Task UnlinkAsync(string appId, string openId, CancellationToken cancellationToken = default);
}
