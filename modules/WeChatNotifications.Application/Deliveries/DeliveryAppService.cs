using WeChatNotifications.Credentials;
using WeChatNotifications.Events;
using WeChatNotifications.Localization;
using WeChatNotifications.Paging;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Deliveries;

internal sealed class DeliveryAppService(
    IDeliveryLogRepository deliveries, IAppCredentialRepository credentials, ManyDeliveries many, DeliveryWire wire, IDeliverySignal signal, IModuleTexts texts,
    IOutcomeTeller outcomes, TimeProvider timeProvider)
    : IDeliveryAppService
{
    private readonly DeliveryMapper _mapper = new(texts);

    public async Task<CursorPage<DeliveryDto>> ListAsync(DeliveryQueryDto query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var check = new RuleCheck();
        check.Range(query.PageSize, "pageSize", 1, DeliveryLimits.MaxPageSize);
        var filter = DeliveryFilterReader.Read(query, check);
        var before = PageCursor.Read(query.Cursor, check);
        check.ThrowIfBroken();
        var rows = await deliveries.ListAsync(filter, before, query.PageSize + 1, cancellationToken).ConfigureAwait(false);
        return PageCursor.Page(rows, query.PageSize, _mapper.ToDto);
    }

    public async Task<DeliveryDetailDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => await DetailAsync(await RequireAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<DeliveryWireDto> GetWireAsync(Guid id, CancellationToken cancellationToken = default)
        => await wire.OfAsync(await RequireAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<DeliveryDetailDto> RetryAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var delivery = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        if (delivery.OpenId.Length == 0)
        {
            // The user was unknown when the message was asked for; perhaps is not any more.
            await many.LookAgainAsync([delivery], cancellationToken).ConfigureAwait(false);
        }

        if ((await credentials.GetManyAsync([delivery.AppCredentialId], cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            // Nobody would ever send it.
            throw new EntityNotFoundException(nameof(AppCredential), delivery.AppCredentialId);
        }

        delivery.Retry(timeProvider.GetUtcNow());
        await deliveries.SaveAsync(delivery, cancellationToken).ConfigureAwait(false);
        signal.WorkArrived(delivery.AppCredentialId);
        return await DetailAsync(delivery, cancellationToken).ConfigureAwait(false);
    }

    public async Task<DeliveryDetailDto> CancelAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var delivery = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        delivery.Cancel(timeProvider.GetUtcNow());
        await deliveries.SaveAsync(delivery, cancellationToken).ConfigureAwait(false);
        await outcomes.TellAsync([delivery], cancellationToken).ConfigureAwait(false);
        return await DetailAsync(delivery, cancellationToken).ConfigureAwait(false);
    }

    public async Task<DeliveryCountsDto> CountAsync(DeliveryQueryDto query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var check = new RuleCheck();
        var filter = DeliveryFilterReader.Read(query, check);
        check.ThrowIfBroken();
        var counts = await deliveries.CountAsync(filter, cancellationToken).ConfigureAwait(false);
        return new DeliveryCountsDto(
            counts.Sum(c => c.Value), DeliveryLog.Retryable.Sum(s => counts.GetValueOrDefault(s)), DeliveryLog.Cancellable.Sum(s => counts.GetValueOrDefault(s)),
            DeliveryLimits.MaxChangedAtOnce);
    }

    public async Task<DeliveriesChangedDto> RetryManyAsync(DeliveryQueryDto query, CancellationToken cancellationToken = default)
        => await many.RetryAsync(Narrowing(query), DeliveryLimits.MaxChangedAtOnce, cancellationToken).ConfigureAwait(false);

    public async Task<DeliveriesChangedDto> CancelManyAsync(DeliveryQueryDto query, CancellationToken cancellationToken = default)
        => await many.CancelAsync(Narrowing(query), DeliveryLimits.MaxChangedAtOnce, cancellationToken).ConfigureAwait(false);

    private static DeliveryFilter Narrowing(DeliveryQueryDto query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var check = new RuleCheck();
        var filter = DeliveryFilterReader.ReadNarrowing(query, check);
        check.ThrowIfBroken();
        return filter;
    }

    private async Task<DeliveryLog> RequireAsync(Guid id, CancellationToken cancellationToken)
        => await deliveries.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new EntityNotFoundException(nameof(DeliveryLog), id);

    private async Task<DeliveryDetailDto> DetailAsync(DeliveryLog delivery, CancellationToken cancellationToken)
        => _mapper.ToDetailDto(delivery, await deliveries.GetAttemptsAsync(delivery.Id, cancellationToken).ConfigureAwait(false));
}
