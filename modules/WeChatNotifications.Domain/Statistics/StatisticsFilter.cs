namespace WeChatNotifications.Statistics;

/// <summary>Which deliveries to count; what is null does not narrow.</summary>
public sealed record StatisticsFilter
{
    /// <summary>Counted in hours that begin at this moment or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Counted in hours that begin before this moment.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Of one app.</summary>
    public Guid? AppCredentialId { get; init; }

    /// <summary>Of one logical template.</summary>
    public string? TemplateName { get; init; }

    /// <summary>Of any of these logical templates.</summary>
    public IReadOnlyCollection<string>? TemplateNames { get; init; }

    /// <summary>Of one broadcast.</summary>
    public Guid? BroadcastId { get; init; }
}
