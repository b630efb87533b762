namespace WeChatNotifications.Recipients;

/// <summary>What was just learnt of one user: by a log-in, an event of WeChat's, an import of followers. What is null was not told, and stays as it is.</summary>
/// <param name="OpenId">The user's openid under the app.</param>
public sealed record RecipientSighting(string OpenId)
{
    /// <summary>The host's id of the user.</summary>
    public string? UserId { get; init; }

    /// <summary>WeChat's id of the user across the apps of one owner. One that is blank, or longer than any id, counts as not told.</summary>
    public string? UnionId
    {
        get;
        init => field = value is { Length: > 0 and <= RecipientLimits.UnionIdLength } && !value.Contains('\0') ? value : null;
    }

    /// <summary>Whether the user follows the official account.</summary>
    public bool? IsSubscribed { get; init; }

    /// <summary>Since when the user follows it, if that was told.</summary>
    public DateTimeOffset? SubscribedSince { get; init; }

    /// <summary>The import of followers that listed the user.</summary>
    public Guid? FollowerImportId { get; init; }

    /// <summary>Whether it can be stored: openids that are no openids come from nowhere but a fault of whoever sent them.</summary>
    public bool IsStorable => OpenId is { Length: > 0 and <= Deliveries.DeliveryLimits.OpenIdLength } && !OpenId.Contains('\0');

    /// <summary>Nothing that points to the person.</summary>
    public override string ToString() => $"{nameof(RecipientSighting)} {{ IsSubscribed = {IsSubscribed} }}";
}
