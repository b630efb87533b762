using WeChatNotifications.Credentials;
using WeChatNotifications.Events;
using WeChatNotifications.Localization;
using WeChatNotifications.Paging;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Deliveries;

internal sealed class DeliveryAppService(
    IDeliveryLogRepository deliveries, IAppCredentialRepository credentials, RecipientResolver recipients, IDeliverySignal signal, IModuleTexts texts,
    IOutcomeTeller outcomes, TimeProvider timeProvider)
    : IDeliveryAppService
{
    private readonly DeliveryMapper _mapper = new(texts);

    public async Task<CursorPage<DeliveryDto>> ListAsync(DeliveryQueryDto query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var check = new RuleCheck();
        check.Range(query.PageSize, "pageSize", 1, DeliveryLimits.MaxPageSize);
        foreach (var status in query.Statuses ?? [])
        {
            check.Defined(status, "status");
        }

        var before = PageCursor.Read(query.Cursor, check);
        check.ThrowIfBroken();
        var filter = new DeliveryFilter
        {
            AppCredentialId = query.AppCredentialId,
            TemplateName = query.Template,
            OpenId = query.OpenId,
            UserId = query.UserId,
            Statuses = query.Statuses is { Count: > 0 } statuses ? statuses : null,
            ErrorCode = query.ErrorCode,
            DedupKey = query.DedupKey,
            WeChatMessageId = query.WeChatMessageId,
            From = query.From?.ToUniversalTime(),
            To = query.To?.ToUniversalTime(),
        };
        var rows = await deliveries.ListAsync(filter, before, query.PageSize + 1, cancellationToken).ConfigureAwait(false);
        return PageCursor.Page(rows, query.PageSize, _mapper.ToDto);
    }

    public async Task<DeliveryDetailDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => await DetailAsync(await RequireAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<DeliveryDetailDto> RetryAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var delivery = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        if (delivery.OpenId.Length == 0)
        {
            await LookAgainAsync(delivery, cancellationToken).ConfigureAwait(false);
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

    /// <summary>The user was unknown when the message was asked for; perhaps is not any more.</summary>
    private async Task LookAgainAsync(DeliveryLog delivery, CancellationToken cancellationToken)
    {
        var steps = FallbackStep.FromJson(delivery.Fallbacks);
        var known = await recipients.ResolveAsync(
            [delivery.AppCredentialId, .. steps.Select(s => s.AppCredentialId)], [delivery.UserId!], cancellationToken).ConfigureAwait(false);
        if (known.TryGetValue(delivery.UserId!, out var place))
        {
            delivery.Address(place.OpenId, place.Step == 0 ? null : place.Step - 1);
        }
    }

    private async Task<DeliveryLog> RequireAsync(Guid id, CancellationToken cancellationToken)
        => await deliveries.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new EntityNotFoundException(nameof(DeliveryLog), id);

    private async Task<DeliveryDetailDto> DetailAsync(DeliveryLog delivery, CancellationToken cancellationToken)
        => _mapper.ToDetailDto(delivery, await deliveries.GetAttemptsAsync(delivery.Id, cancellationToken).ConfigureAwait(false));
}
