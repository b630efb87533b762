namespace WeChatNotifications.Credentials;

/// <summary>Where an app's present access token is.</summary>
public enum TokenHolder
{
    /// <summary>Nowhere: the next message fetches one from WeChat.</summary>
    None = 0,

    /// <summary>In the memory of the node that was asked, which sends with it.</summary>
    ThisNode = 1,

    /// <summary>Only in the cache that all nodes share; the node that was asked takes it from there when it has something to send.</summary>
    SharedCache = 2,
}
