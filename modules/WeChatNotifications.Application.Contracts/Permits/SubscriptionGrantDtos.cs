namespace WeChatNotifications.Permits;

/// <summary>What one user decided about one template.</summary>
public sealed record GrantDecisionDto
{
    /// <summary>The user's openid under the app.</summary>
    public string? OpenId { get; init; }

    /// <summary>Logical name of a template, or WeChat's template id.</summary>
    public string? Template { get; init; }

    /// <summary>The decision. Required: a report without it must not count as an accept.</summary>
    public GrantDecision? Decision { get; init; }

    /// <summary>How many accepts it stands for, 1 to 100. Default 1.</summary>
    public int Accepts { get; init; } = 1;
}

/// <summary>Decisions of users of one app.</summary>
public sealed record ReportGrantsDto
{
    /// <summary>The app.</summary>
    public Guid AppCredentialId { get; init; }

    /// <summary>The decisions, 1 to 1,000, in the order in which they were made.</summary>
    public IReadOnlyList<GrantDecisionDto>? Decisions { get; init; }
}

/// <summary>Which balances to list.</summary>
public sealed record GrantQueryDto
{
    /// <summary>Of one app.</summary>
    public Guid? AppCredentialId { get; init; }

    /// <summary>Of these users, at most 500.</summary>
    public IReadOnlyList<string>? OpenIds { get; init; }

    /// <summary>For these templates (logical names or WeChat's ids), at most 100.</summary>
    public IReadOnlyList<string>? Templates { get; init; }

    /// <summary>Rows a page, 1 to 500. Default 100.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Where the page before ended.</summary>
    public string? Cursor { get; init; }
}

/// <summary>What is known of one user's consent to one template.</summary>
/// <param name="AppCredentialId">The app.</param>
/// <param name="OpenId">The user.</param>
/// <param name="WeChatTemplateId">WeChat's template id.</param>
/// <param name="Remaining">Messages left, for a one-time subscription.</param>
/// <param name="IsLongTerm">Whether the subscription is long-term.</param>
/// <param name="AllowsSending">Whether a message may be sent, as far as is known.</param>
/// <param name="LastDecision">What was last decided.</param>
/// <param name="UpdatedAt">When.</param>
public sealed record SubscriptionGrantDto(
    Guid AppCredentialId, string OpenId, string WeChatTemplateId, int Remaining, bool IsLongTerm, bool AllowsSending,
    GrantDecision LastDecision, DateTimeOffset UpdatedAt);
