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
    public static Recipient Meet(Guid? tenantId, Guid appCredentialId, RecipientSighting sighting, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(sighting);
        var recipient = new Recipient(NewId(at), tenantId) { AppCredentialId = appCredentialId, OpenId = sighting.OpenId, LastSeenAt = at, CreatedAt = at };
        recipient.See(sighting, at);
        return recipient;
    }

    /// <summary>Takes in what was learnt. The stores do the same to many rows by one statement.</summary>
    /// <param name="sighting">What was learnt.</param>
    /// <param name="at">When that was so. Whether the user follows is left alone when it is known to have changed since.</param>
    public void See(RecipientSighting sighting, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(sighting);
        UserId = sighting.UserId ?? UserId;
        UnionId = sighting.UnionId ?? UnionId;
        FollowerImportId = sighting.FollowerImportId ?? FollowerImportId;
        LastSeenAt = at > LastSeenAt ? at : LastSeenAt;
        if (sighting.IsSubscribed is not { } isSubscribed || (IsSubscribed == true ? SubscribedAt : UnsubscribedAt) > at)
        {
            return;
        }

        (SubscribedAt, UnsubscribedAt) = isSubscribed
            ? (sighting.SubscribedSince ?? (IsSubscribed == true ? SubscribedAt : null), null)
            : (SubscribedAt, IsSubscribed == false ? UnsubscribedAt : at);
        IsSubscribed = isSubscribed;
    }
}
