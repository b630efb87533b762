namespace WeChatNotifications.Recipients;

/// <summary>One user as one app knows them.</summary>
public sealed record RecipientDto
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The app.</summary>
    public required Guid AppCredentialId { get; init; }

    /// <summary>The user's openid under it.</summary>
    public required string OpenId { get; init; }

    /// <summary>The host's id of the user; null until somebody ties them.</summary>
    public string? UserId { get; init; }

    /// <summary>WeChat's id of the user across the apps of one owner; null where WeChat does not tell it.</summary>
    public string? UnionId { get; init; }

    /// <summary>Whether the user follows the official account; null for a mini program, or when it is not known.</summary>
    public bool? IsSubscribed { get; init; }

    /// <summary>When the user began to follow, if known.</summary>
    public DateTimeOffset? SubscribedAt { get; init; }

    /// <summary>When the user stopped following.</summary>
    public DateTimeOffset? UnsubscribedAt { get; init; }

    /// <summary>When we last heard of the user: a log-in, an event, an import.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When the user became known.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Which recipients to list; what is null does not narrow.</summary>
public sealed record RecipientQueryDto
{
    /// <summary>Of one app.</summary>
    public Guid? AppCredentialId { get; init; }

    /// <summary>Of this user of the host.</summary>
    public string? UserId { get; init; }

    /// <summary>With this openid.</summary>
    public string? OpenId { get; init; }

    /// <summary>With this union id.</summary>
    public string? UnionId { get; init; }

    /// <summary>Followers, or those who are known to follow no more.</summary>
    public bool? IsSubscribed { get; init; }

    /// <summary>Rows a page, 1 to 500. Default 100.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Where the page before ended.</summary>
    public string? Cursor { get; init; }
}

/// <summary>Ties an openid to a user of the host.</summary>
public sealed record LinkRecipientDto
{
    /// <summary>The app.</summary>
    public Guid AppCredentialId { get; init; }

    /// <summary>The openid under it; one that is not known yet is noted.</summary>
    public string? OpenId { get; init; }

    /// <summary>The host's id of the user, at most 128 characters; null unties.</summary>
    public string? UserId { get; init; }
}
