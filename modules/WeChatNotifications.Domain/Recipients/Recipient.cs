using WeChatNotifications.Rules;

namespace WeChatNotifications.Recipients;

/// <summary>One user as one app knows them, and what ties them to the host's own user and to their openids under other apps.</summary>
public sealed class Recipient : Entity
{
    private Recipient()
    {
    }

    private Recipient(Guid id, Guid? tenantId)
        : base(id, tenantId)
    {
    }

    /// <summary>The app.</summary>
    public Guid AppCredentialId { get; private set; }

    /// <summary>The user's openid under it.</summary>
    public string OpenId { get; private set; } = "";

    /// <summary>The host's id of the user; null until somebody links them.</summary>
    public string? UserId { get; private set; }

    /// <summary>WeChat's id of the user across the apps of one owner; null where WeChat does not tell it.</summary>
    public string? UnionId { get; private set; }

    /// <summary>Whether the user follows the official account; null for a mini program, or when it is not known.</summary>
    public bool? IsSubscribed { get; private set; }

    /// <summary>When the user began to follow, if known.</summary>
    public DateTimeOffset? SubscribedAt { get; private set; }

    /// <summary>When the user stopped following.</summary>
    public DateTimeOffset? UnsubscribedAt { get; private set; }

    /// <summary>When we last heard of the user: a log-in, an event, an import.</summary>
    public DateTimeOffset LastSeenAt { get; private set; }

    /// <summary>When the user became known.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The last import of followers that listed the user.</summary>
    public Guid? FollowerImportId { get; private set; }

    /// <summary>Notes a user for the first time.</summary>
    public static Recipient Meet(Guid? tenantId, Guid appCredentialId, string openId, DateTimeOffset now)
        => new(NewId(now), tenantId) { AppCredentialId = appCredentialId, OpenId = openId, LastSeenAt = now, CreatedAt = now };

    /// <summary>We heard of the user again. What is not told stays as it is.</summary>
    public void Seen(string? unionId, DateTimeOffset now)
        => (UnionId, LastSeenAt) = (string.IsNullOrEmpty(unionId) ? UnionId : unionId, now > LastSeenAt ? now : LastSeenAt);

    /// <summary>Ties the openid to a user of the host; null unties it.</summary>
    /// <exception cref="RuleViolationException">The user id is too long.</exception>
    public void LinkTo(string? userId)
    {
        var check = new RuleCheck();
        var linked = check.OptionalText(userId, nameof(userId), RecipientLimits.UserIdLength);
        check.ThrowIfBroken();
        UserId = linked;
    }

    /// <summary>The user follows the official account.</summary>
    public void Follow(DateTimeOffset since, DateTimeOffset now)
    {
        (IsSubscribed, SubscribedAt, UnsubscribedAt) = (true, since, null);
        Seen(unionId: null, now);
    }

    /// <summary>The user does not follow the official account any more.</summary>
    public void Unfollow(DateTimeOffset at, DateTimeOffset now)
    {
        (IsSubscribed, UnsubscribedAt) = (false, at);
        Seen(unionId: null, now);
    }
}
