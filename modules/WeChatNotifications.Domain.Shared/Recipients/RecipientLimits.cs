namespace WeChatNotifications.Recipients;

/// <summary>Lengths (UTF-16 units) and counts of recipients.</summary>
public static class RecipientLimits
{
    /// <summary>Longest user id of the host.</summary>
    public const int UserIdLength = 128;

    /// <summary>Longest union id. WeChat's are 28 characters today.</summary>
    public const int UnionIdLength = 128;
}
