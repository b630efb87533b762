using System.Globalization;
using WeChatNotifications.Auditing;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Paging;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Templates;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Broadcasts;

internal sealed class BroadcastAppService(
    IBroadcastRepository broadcasts, IBroadcastListStore lists, BroadcastContentReader reader, BroadcastStart start, BroadcastSteering steering, BroadcastDryRun dryRun,
    BroadcastMapper mapper, TemplateChains chains, IEnumerable<IAudienceSource> sources, IAmbientTenant tenant, ICurrentUser user, TimeProvider timeProvider)
    : IBroadcastAppService
{
    private const int FirstBadRows = 20;

    public async Task<BroadcastDto> CreateAsync(SaveBroadcastDto input, CancellationToken cancellationToken = default)
    {
        var content = await reader.ReadAsync(input, cancellationToken).ConfigureAwait(false);
        var broadcast = Broadcast.Draft(tenant.Id, content, user.User?.Id, scheduleId: null, timeProvider.GetUtcNow());
        await broadcasts.AddAsync(broadcast, cancellationToken).ConfigureAwait(false);
        return await mapper.ToDtoAsync(broadcast, cancellationToken).ConfigureAwait(false);
    }

    public async Task<BroadcastDto> UpdateAsync(Guid id, SaveBroadcastDto input, CancellationToken cancellationToken = default)
    {
        var broadcast = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        var content = await reader.ReadAsync(input, cancellationToken).ConfigureAwait(false);
        if (input.ConcurrencyStamp is { } seen && seen != broadcast.ConcurrencyStamp)
        {
            throw ConflictException.Changed(nameof(Broadcast));
        }

        broadcast.Change(content);
        await broadcasts.SaveAsync(broadcast, cancellationToken).ConfigureAwait(false);
        return await mapper.ToDtoAsync(broadcast, cancellationToken).ConfigureAwait(false);
    }

    public async Task<BroadcastDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => await mapper.ToDtoAsync(await RequireAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<CursorPage<BroadcastDto>> ListAsync(BroadcastQueryDto query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var check = new RuleCheck();
        check.Range(query.PageSize, "pageSize", 1, DeliveryLimits.MaxPageSize);
        var filter = new BroadcastFilter
        {
            Statuses = query.Statuses,
            AppCredentialId = query.AppCredentialId,
            TemplateName = check.OptionalText(query.Template, "template", MessageTemplateLimits.NameLength),
            Name = check.OptionalText(query.Name, "name", BroadcastLimits.NameLength),
            ScheduleId = query.ScheduleId,
        };
        var before = PageCursor.Read(query.Cursor, check);
        check.ThrowIfBroken();
        var rows = await broadcasts.ListAsync(filter, before, query.PageSize + 1, cancellationToken).ConfigureAwait(false);
        var dtos = await mapper.ToDtosAsync([.. rows.Take(query.PageSize)], cancellationToken).ConfigureAwait(false);
        return new(dtos, rows.Count > query.PageSize ? dtos[^1].Id.ToString("N") : null);
    }

    public async Task DeleteAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var broadcast = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        broadcast.RequireRemovable();
        await broadcasts.RemoveAsync(broadcast, cancellationToken).ConfigureAwait(false);
    }

    public async Task<BroadcastListDto> UploadListAsync(Guid id, Stream list, BroadcastListFormat format, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(list);
        var check = new RuleCheck();
        check.Defined(format, "format");
        var broadcast = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        broadcast.RequireDraft();
        if (broadcast.Audience != AudienceKind.List)
        {
            check.Add(new("audience.kind", RuleCodes.AudienceKind, ("kind", "L:AudienceKind:" + broadcast.Audience)));
        }

        chains.Forget();
        var chain = await chains.GetAsync(broadcast.TemplateName, "", check, cancellationToken).ConfigureAwait(false);
        check.ThrowIfBroken();
        var fields = new ListFields(TemplateRenderer.KnownNames(chain!));
        var stored = await lists.ReplaceAsync(id, ListReader.ReadAsync(list, format, fields, cancellationToken), cancellationToken).ConfigureAwait(false);
        var badRows = await lists.ListBadRowsAsync(id, behind: 0, FirstBadRows, cancellationToken).ConfigureAwait(false);
        return new(stored.Staged, stored.BadRows, stored.DuplicateRows, [.. badRows.Select(mapper.ToDto)]);
    }

    public async Task<CursorPage<BroadcastBadRowDto>> GetBadRowsAsync(Guid id, BadRowQueryDto query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var check = new RuleCheck();
        check.Range(query.PageSize, "pageSize", 1, DeliveryLimits.MaxPageSize);
        if (!long.TryParse(string.IsNullOrEmpty(query.Cursor) ? "0" : query.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var behind))
        {
            check.Add(new("cursor", RuleCodes.Unknown, ("value", query.Cursor!.Length > 64 ? query.Cursor[..64] : query.Cursor)));
        }

        check.ThrowIfBroken();
        await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        var rows = await lists.ListBadRowsAsync(id, behind, query.PageSize + 1, cancellationToken).ConfigureAwait(false);
        return new(
            [.. rows.Take(query.PageSize).Select(mapper.ToDto)],
            rows.Count > query.PageSize ? rows[query.PageSize - 1].Number.ToString(CultureInfo.InvariantCulture) : null);
    }

    public Task<IReadOnlyList<AudienceSourceDto>> ListSourcesAsync(CancellationToken cancellationToken = default)
        => Task.FromResult<IReadOnlyList<AudienceSourceDto>>([.. sources.Select(s => new AudienceSourceDto(s.Name, s.Description)).OrderBy(s => s.Name, StringComparer.Ordinal)]);

    public async Task<BroadcastDryRunDto> DryRunAsync(Guid id, CancellationToken cancellationToken = default)
        => await dryRun.RunAsync(await RequireAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public Task<BroadcastDto> StartAsync(Guid id, CancellationToken cancellationToken = default)
        => ChangeAsync(id, start.StartAsync, cancellationToken);

    public Task<BroadcastDto> PauseAsync(Guid id, CancellationToken cancellationToken = default)
        => ChangeAsync(id, static broadcast => broadcast.Pause(), cancellationToken);

    public Task<BroadcastDto> ResumeAsync(Guid id, CancellationToken cancellationToken = default)
        => ChangeAsync(id, broadcast => broadcast.Resume(timeProvider.GetUtcNow()), cancellationToken);

    public Task<BroadcastDto> CancelAsync(Guid id, CancellationToken cancellationToken = default)
        => ChangeAsync(id, broadcast => broadcast.Cancel(timeProvider.GetUtcNow()), cancellationToken);

    private Task<BroadcastDto> ChangeAsync(Guid id, Action<Broadcast> change, CancellationToken cancellationToken) => ChangeAsync(
        id,
        (broadcast, _) =>
        {
            change(broadcast);
            return Task.CompletedTask;
        },
        cancellationToken);

    /// <summary>What the background stores at the same moment comes first; whoever asks is not to be told of it.</summary>
    private async Task<BroadcastDto> ChangeAsync(Guid id, Func<Broadcast, CancellationToken, Task> change, CancellationToken cancellationToken)
    {
        const int Tries = 5;
        for (var attempt = 1; ; attempt++)
        {
            var broadcast = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
            var before = broadcast.Status;
            await change(broadcast, cancellationToken).ConfigureAwait(false);
            try
            {
                await broadcasts.SaveAsync(broadcast, cancellationToken).ConfigureAwait(false);
                await steering.FollowAsync(broadcast, before, cancellationToken).ConfigureAwait(false);
                return await mapper.ToDtoAsync(broadcast, cancellationToken).ConfigureAwait(false);
            }
            catch (ConflictException exception) when (exception.Code == WeChatNotificationsErrorCodes.ConcurrencyConflict && attempt < Tries)
            {
                // The next look sees how it stands now.
            }
        }
    }

    private async Task<Broadcast> RequireAsync(Guid id, CancellationToken cancellationToken)
        => await broadcasts.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new EntityNotFoundException(nameof(Broadcast), id);
}
