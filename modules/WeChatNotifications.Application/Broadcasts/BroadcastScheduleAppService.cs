using System.Text.Json;
using WeChatNotifications.Auditing;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Paging;
using WeChatNotifications.Rules;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Broadcasts;

internal sealed class BroadcastScheduleAppService(
    IBroadcastScheduleRepository schedules, BroadcastContentReader reader, ScheduledBroadcasts making, BroadcastMapper mapper, IAmbientTenant tenant, ICurrentUser user, TimeProvider timeProvider)
    : IBroadcastScheduleAppService
{
    private const int ShownTimes = 5;

    public async Task<BroadcastScheduleDto> CreateAsync(SaveBroadcastScheduleDto input, CancellationToken cancellationToken = default)
    {
        var content = await reader.ReadAsync(input, cancellationToken).ConfigureAwait(false);
        var schedule = BroadcastSchedule.Create(tenant.Id, content, user.User?.Id, timeProvider.GetUtcNow());
        await schedules.AddAsync(schedule, cancellationToken).ConfigureAwait(false);
        return ToDto(schedule);
    }

    public async Task<BroadcastScheduleDto> UpdateAsync(Guid id, SaveBroadcastScheduleDto input, CancellationToken cancellationToken = default)
    {
        var schedule = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        var content = await reader.ReadAsync(input, cancellationToken).ConfigureAwait(false);
        if (input.ConcurrencyStamp is { } seen && seen != schedule.ConcurrencyStamp)
        {
            throw ConflictException.Changed(nameof(BroadcastSchedule));
        }

        schedule.Change(content, timeProvider.GetUtcNow());
        await schedules.SaveAsync(schedule, made: null, cancellationToken).ConfigureAwait(false);
        return ToDto(schedule);
    }

    public async Task<BroadcastScheduleDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => ToDto(await RequireAsync(id, cancellationToken).ConfigureAwait(false));

    public async Task<CursorPage<BroadcastScheduleDto>> ListAsync(BroadcastScheduleQueryDto query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var check = new RuleCheck();
        check.Range(query.PageSize, "pageSize", 1, DeliveryLimits.MaxPageSize);
        var before = PageCursor.Read(query.Cursor, check);
        check.ThrowIfBroken();
        var rows = await schedules.ListAsync(before, query.PageSize + 1, cancellationToken).ConfigureAwait(false);
        return PageCursor.Page(rows, query.PageSize, ToDto);
    }

    public async Task DeleteAsync(Guid id, CancellationToken cancellationToken = default)
        => await schedules.RemoveAsync(await RequireAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<BroadcastDto> RunAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var schedule = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        var check = new RuleCheck();
        var made = await making.MakeAsync(schedule, timeProvider.GetUtcNow(), check, cancellationToken).ConfigureAwait(false);
        check.ThrowIfBroken();
        await schedules.SaveAsync(schedule, made, cancellationToken).ConfigureAwait(false);
        return await mapper.ToDtoAsync(made!, cancellationToken).ConfigureAwait(false);
    }

    public Task<SchedulePreviewDto> PreviewAsync(SchedulePreviewInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var check = new RuleCheck();
        var (cron, zone) = reader.ReadCron(input.Cron, input.TimeZone, check);
        check.ThrowIfBroken();
        var times = cron!.Next(timeProvider.GetUtcNow(), zone!, ShownTimes);
        return Task.FromResult(new SchedulePreviewDto([.. times.Select(t => TimeZoneInfo.ConvertTime(t, zone!))]));
    }

    private async Task<BroadcastSchedule> RequireAsync(Guid id, CancellationToken cancellationToken)
        => await schedules.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new EntityNotFoundException(nameof(BroadcastSchedule), id);

    private static BroadcastScheduleDto ToDto(BroadcastSchedule schedule) => new()
    {
        Id = schedule.Id,
        Name = schedule.Name,
        AppCredentialId = schedule.AppCredentialId,
        Template = schedule.TemplateName,
        Audience = BroadcastMapper.AudienceOf(schedule.Audience, schedule.SourceName, schedule.SourceArguments),
        Data = JsonElement.Parse(schedule.Data),
        RatePerSecond = schedule.RatePerSecond,
        Cron = schedule.Cron,
        TimeZone = schedule.TimeZone,
        ExpiresAfterMinutes = (int?)schedule.ExpiresAfter?.TotalMinutes,
        MaxLatenessMinutes = (int)schedule.MaxLateness.TotalMinutes,
        IsEnabled = schedule.IsEnabled,
        NextTimes = schedule.NextAt is { } next
            ? [next, .. schedule.NextTimes(next, ShownTimes - 1)]
            : [],
        LastAt = schedule.LastAt,
        LastBroadcastId = schedule.LastBroadcastId,
        LastError = schedule.LastError,
        CreatedAt = schedule.CreatedAt,
        CreatedBy = schedule.CreatedBy,
        ConcurrencyStamp = schedule.ConcurrencyStamp,
    };
}
