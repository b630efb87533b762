using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Broadcasts;

/// <summary>A broadcast that recurs: at each of its times a broadcast is made of it, and started.</summary>
public sealed class BroadcastSchedule : Entity
{
    /// <summary>Longest name of its broadcasts' own part: their name ends with the time.</summary>
    private const int TimeInName = 17;

    private BroadcastSchedule()
    {
    }

    private BroadcastSchedule(Guid id, Guid? tenantId)
        : base(id, tenantId)
    {
    }

    /// <summary>What people call it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The template's app when it was last changed.</summary>
    public Guid AppCredentialId { get; private set; }

    /// <summary>Logical name of the template.</summary>
    public string TemplateName { get; private set; } = "";

    /// <summary>Values that all recipients share, as a JSON object.</summary>
    public string Data { get; private set; } = "{}";

    /// <summary>Who gets it: anything but an uploaded list.</summary>
    public AudienceKind Audience { get; private set; }

    /// <summary>Name of the host's source; null for another audience.</summary>
    public string? SourceName { get; private set; }

    /// <summary>What the source is asked for, as JSON; null for nothing.</summary>
    public string? SourceArguments { get; private set; }

    /// <summary>Most messages a second over the whole cluster; null for as fast as the app may.</summary>
    public int? RatePerSecond { get; private set; }

    /// <summary>Who has not got a broadcast so long after its time does not get it; null for the default of three days.</summary>
    public TimeSpan? ExpiresAfter { get; private set; }

    /// <summary>When it recurs, as <see cref="CronExpression"/> reads it.</summary>
    public string Cron { get; private set; } = "";

    /// <summary>In which time zone.</summary>
    public string TimeZone { get; private set; } = "";

    /// <summary>How late a missed time is still made up for; only the latest of several is.</summary>
    public TimeSpan MaxLateness { get; private set; }

    /// <summary>Whether it makes broadcasts.</summary>
    public bool IsEnabled { get; private set; }

    /// <summary>When it does so next; null when it is switched off.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>When it last made one.</summary>
    public DateTimeOffset? LastAt { get; private set; }

    /// <summary>The last one; it may be gone.</summary>
    public Guid? LastBroadcastId { get; private set; }

    /// <summary>Why it made none at its last time; null when it did, or was not due yet.</summary>
    public string? LastError { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The host's name of whoever made it; null for the module itself.</summary>
    public string? CreatedBy { get; private set; }

    /// <summary>Changes with every change; guards against two who change it, and two nodes that run it, at once.</summary>
    public Guid ConcurrencyStamp { get; private set; }

    /// <summary>Makes one.</summary>
    public static BroadcastSchedule Create(Guid? tenantId, BroadcastScheduleContent content, string? createdBy, DateTimeOffset now)
    {
        var schedule = new BroadcastSchedule(NewId(now), tenantId) { CreatedAt = now, CreatedBy = createdBy };
        schedule.Change(content, now);
        return schedule;
    }

    /// <summary>Replaces everything about it; what is due by then is not made up for.</summary>
    public void Change(BroadcastScheduleContent content, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(content);
        var broadcast = content.Broadcast;
        (Name, AppCredentialId, TemplateName, Data) = (broadcast.Name, broadcast.AppCredentialId, broadcast.TemplateName, broadcast.Data);
        (Audience, SourceName, SourceArguments) = (broadcast.Audience, broadcast.SourceName, broadcast.SourceArguments);
        (RatePerSecond, ExpiresAfter) = (broadcast.RatePerSecond, content.ExpiresAfter);
        (Cron, TimeZone, MaxLateness, IsEnabled) = (content.Cron, content.TimeZone, content.MaxLateness, content.IsEnabled);
        NextAt = IsEnabled ? Next(now) : null;
        Touch();
    }

    /// <summary>Its next times after a moment, whether it is enabled or not.</summary>
    public IReadOnlyList<DateTimeOffset> NextTimes(DateTimeOffset after, int count) => Expression().Next(after, Zone(), count);

    /// <summary>Takes what is due, and waits for the next time.</summary>
    /// <returns>The time for which a broadcast shall be made; null when none is due, or the latest one is too long ago.</returns>
    public DateTimeOffset? TakeDue(DateTimeOffset now)
    {
        if (!IsEnabled || NextAt is not { } due || due > now)
        {
            return null;
        }

        var latest = Expression().LastUpTo(now, due.AddTicks(-1), Zone()) ?? due;
        NextAt = Next(now);
        Touch();
        if (now - latest <= MaxLateness)
        {
            return latest;
        }

        LastError = StoredText.Cut($"The time {latest:O} was missed, and is longer ago than {MaxLateness}.", DeliveryLimits.ErrorMessageLength);
        return null;
    }

    /// <summary>Makes a broadcast of it, for one of its times or because somebody wants it now.</summary>
    /// <param name="time">The time it is for; its name tells it, and its expiry counts from it.</param>
    /// <param name="appCredentialId">The template's app as it is now.</param>
    /// <param name="now">The present.</param>
    public Broadcast Make(DateTimeOffset time, Guid appCredentialId, DateTimeOffset now)
    {
        AppCredentialId = appCredentialId;
        var local = TimeZoneInfo.ConvertTime(time, Zone());
        var content = new BroadcastContent
        {
            Name = StoredText.Cut(Name, BroadcastLimits.NameLength - TimeInName) + local.ToString(" yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture),
            AppCredentialId = AppCredentialId,
            TemplateName = TemplateName,
            Data = Data,
            Audience = Audience,
            SourceName = SourceName,
            SourceArguments = SourceArguments,
            RatePerSecond = RatePerSecond,
            ExpiresAt = time + ExpiresAfter,
        };
        var broadcast = Broadcast.Draft(TenantId, content, CreatedBy, Id, now);
        broadcast.Start(now);
        (LastAt, LastBroadcastId, LastError) = (time, broadcast.Id, null);
        Touch();
        return broadcast;
    }

    /// <summary>It could not make a broadcast at its time.</summary>
    public void Fail(string message)
    {
        LastError = StoredText.Cut(message, DeliveryLimits.ErrorMessageLength);
        Touch();
    }

    private DateTimeOffset? Next(DateTimeOffset after) => Expression().Next(after, Zone());

    private CronExpression Expression()
        => CronExpression.TryParse(Cron, out _) ?? throw new InvalidOperationException($"“{Cron}” was stored, and is no cron expression.");

    private TimeZoneInfo Zone() => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    private void Touch() => ConcurrencyStamp = Guid.NewGuid();
}

/// <summary>What recurs, and when; checked already.</summary>
/// <param name="Broadcast">What its broadcasts say and to whom; their start time and expiry are not used.</param>
public sealed record BroadcastScheduleContent(BroadcastContent Broadcast)
{
    /// <inheritdoc cref="BroadcastSchedule.Cron"/>
    public required string Cron { get; init; }

    /// <inheritdoc cref="BroadcastSchedule.TimeZone"/>
    public required string TimeZone { get; init; }

    /// <inheritdoc cref="BroadcastSchedule.ExpiresAfter"/>
    public TimeSpan? ExpiresAfter { get; init; }

    /// <inheritdoc cref="BroadcastSchedule.MaxLateness"/>
    public TimeSpan MaxLateness { get; init; }

    /// <inheritdoc cref="BroadcastSchedule.IsEnabled"/>
    public bool IsEnabled { get; init; }
}
