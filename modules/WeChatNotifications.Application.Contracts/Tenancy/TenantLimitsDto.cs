namespace WeChatNotifications.Tenancy;

/// <summary>What a tenant may use, and has used.</summary>
public sealed record TenantLimitsDto
{
    /// <summary>The tenant; null for the host itself.</summary>
    public required Guid? TenantId { get; init; }

    /// <summary>Most messages a second of all its apps together, on all nodes; null for no limit.</summary>
    public required int? SendsPerSecond { get; init; }

    /// <summary>Most messages that WeChat accepts on one day of Beijing's; null for no limit.</summary>
    public required int? DailyVolume { get; init; }

    /// <summary>For how many days finished deliveries stay in the log; null for the host's default.</summary>
    public required int? LogRetentionDays { get; init; }

    /// <summary>Messages that WeChat has accepted today.</summary>
    public required long SentToday { get; init; }

    /// <summary>When the next day begins.</summary>
    public required DateTimeOffset DayEndsAt { get; init; }

    /// <summary>Give it back with a change, so that nobody else's change in between is lost; null while there are no limits.</summary>
    public required Guid? ConcurrencyStamp { get; init; }
}

/// <summary>What a tenant shall be allowed; what is null is not limited.</summary>
public sealed record SetTenantLimitsDto
{
    /// <summary>Most messages a second of all its apps together, on all nodes: 1 to 10,000.</summary>
    public int? SendsPerSecond { get; init; }

    /// <summary>Most messages that WeChat accepts on one day of Beijing's: 1 to 1,000,000,000.</summary>
    public int? DailyVolume { get; init; }

    /// <summary>For how many days finished deliveries stay in the log: 1 to 3,650.</summary>
    public int? LogRetentionDays { get; init; }

    /// <summary>The stamp that was read; null for "whatever stands there".</summary>
    public Guid? ConcurrencyStamp { get; init; }
}
