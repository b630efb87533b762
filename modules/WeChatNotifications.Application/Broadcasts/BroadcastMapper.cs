using System.Text.Json;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Localization;
using WeChatNotifications.Statistics;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Broadcasts;

/// <summary>Broadcasts as callers see them, with what has become of their messages.</summary>
internal sealed class BroadcastMapper(
    IDeliveryStatisticsRepository statistics, IAudienceCounter counter, IMessageTemplateRepository templates, IModuleTexts texts)
{
    public async Task<BroadcastDto> ToDtoAsync(Broadcast broadcast, CancellationToken cancellationToken)
        => (await ToDtosAsync([broadcast], cancellationToken).ConfigureAwait(false))[0];

    public async Task<IReadOnlyList<BroadcastDto>> ToDtosAsync(IReadOnlyList<Broadcast> broadcasts, CancellationToken cancellationToken)
    {
        Guid[] begun = [.. broadcasts.Where(b => b.Status != BroadcastStatus.Draft).Select(b => b.Id)];
        var outcomes = await statistics.GetBroadcastsAsync(begun, cancellationToken).ConfigureAwait(false);
        var sending = await counter.CountSendingAsync(begun, cancellationToken).ConfigureAwait(false);
        var channels = new Dictionary<string, MessageChannel>(StringComparer.Ordinal);
        foreach (var template in broadcasts.Where(b => outcomes.GetValueOrDefault(b.Id)?.Done > 0).Select(b => b.TemplateName).Distinct(StringComparer.Ordinal))
        {
            channels[template] = (await templates.FindByNameAsync(template, cancellationToken).ConfigureAwait(false))?.Template.Channel ?? default;
        }

        return [.. broadcasts.Select(b => ToDto(b, outcomes.GetValueOrDefault(b.Id), sending.GetValueOrDefault(b.Id), channels.GetValueOrDefault(b.TemplateName)))];
    }

    public BroadcastBadRowDto ToDto(BroadcastBadRow row)
    {
        var violation = texts.Of(row.Violation());
        return new(row.Number, violation.Field, violation.Rule, violation.Message);
    }

    public static AudienceDto AudienceOf(AudienceKind kind, string? source, string? arguments)
        => new() { Kind = kind, Source = source, Arguments = arguments is null ? null : JsonElement.Parse(arguments) };

    private BroadcastDto ToDto(Broadcast broadcast, BroadcastOutcomes? outcomes, long sending, MessageChannel channel)
    {
        var done = outcomes?.Done ?? 0;

        // The three are read one after the other while the engine goes on.
        var open = Math.Max(0, broadcast.Expanded - done);
        long? total = broadcast.IsExpanded ? Math.Max(broadcast.Expanded, done)
            : broadcast.Total is { } counted ? Math.Max(counted, broadcast.Expanded) : null;
        sending = Math.Min(open, sending);
        return new()
        {
            Id = broadcast.Id,
            Name = broadcast.Name,
            AppCredentialId = broadcast.AppCredentialId,
            Template = broadcast.TemplateName,
            Audience = AudienceOf(broadcast.Audience, broadcast.SourceName, broadcast.SourceArguments),
            Data = JsonElement.Parse(broadcast.Data),
            StartAt = broadcast.StartAt,
            ExpiresAt = broadcast.ExpiresAt,
            RatePerSecond = broadcast.RatePerSecond,
            ScheduleId = broadcast.ScheduleId,
            Status = broadcast.Status,
            StatusMessage = broadcast.StatusMessage,
            ListRows = broadcast.Staged,
            BadRows = broadcast.BadRows,
            DuplicateRows = broadcast.DuplicateRows,
            Total = total,
            Expanded = broadcast.Expanded,
            Waiting = open - sending,
            Sending = sending,
            Sent = Count(DeliveryStatus.Sent),
            Confirmed = Count(DeliveryStatus.Confirmed),
            Refused = Count(DeliveryStatus.Refused),
            Failed = Count(DeliveryStatus.Failed),
            Skipped = Count(DeliveryStatus.Skipped),
            Cancelled = Count(DeliveryStatus.Cancelled),
            Unconfirmed = Count(DeliveryStatus.Unconfirmed),
            ByReason = [.. (outcomes?.ByOutcome ?? []).Select(o => new BroadcastOutcomeDto(o.Status, o.Reason, o.ErrorCode, texts.Explain(o.Status, o.Reason, o.ErrorCode, channel), o.Count))],
            Speed = broadcast.Speed is { } speed ? Math.Round(speed, 1) : null,
            SecondsLeft = broadcast is { Status: BroadcastStatus.Running, Speed: > 0 } && total is { } all ? (long)Math.Ceiling((all - done) / broadcast.Speed.Value) : null,
            Progress = ProgressOf(broadcast.Status, total, done),
            CreatedAt = broadcast.CreatedAt,
            CreatedBy = broadcast.CreatedBy,
            StartedAt = broadcast.StartedAt,
            FinishedAt = broadcast.FinishedAt,
            ConcurrencyStamp = broadcast.ConcurrencyStamp,
        };

        long Count(DeliveryStatus status) => outcomes?.ByOutcome.Where(o => o.Status == status).Sum(o => o.Count) ?? 0;
    }

    private static double? ProgressOf(BroadcastStatus status, long? total, long done) => total switch
    {
        _ when status == BroadcastStatus.Completed => 1,
        null => null,
        0 => 0,
        { } all => Math.Round(Math.Min(1, (double)done / all), 4),
    };
}
