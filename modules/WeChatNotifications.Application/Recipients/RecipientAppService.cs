using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Paging;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Recipients;

internal sealed class RecipientAppService(IRecipientRepository recipients, IAppCredentialRepository credentials, TimeProvider timeProvider)
    : IRecipientAppService, IWeChatRecipients
{
    public async Task<CursorPage<RecipientDto>> ListAsync(RecipientQueryDto query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var check = new RuleCheck();
        check.Range(query.PageSize, "pageSize", 1, DeliveryLimits.MaxPageSize);
        var filter = new RecipientFilter(
            query.AppCredentialId,
            check.OptionalText(query.UserId, "userId", RecipientLimits.UserIdLength),
            check.OptionalText(query.OpenId, "openId", DeliveryLimits.OpenIdLength),
            check.OptionalText(query.UnionId, "unionId", RecipientLimits.UnionIdLength),
            query.IsSubscribed);
        var after = PageCursor.Read(query.Cursor, check);
        check.ThrowIfBroken();
        var rows = await recipients.ListAsync(filter, after, query.PageSize + 1, cancellationToken).ConfigureAwait(false);
        return PageCursor.Page(rows, query.PageSize, ToDto);
    }

    public async Task<RecipientDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => ToDto(await recipients.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new EntityNotFoundException(nameof(Recipient), id));

    public async Task<RecipientDto> LinkAsync(LinkRecipientDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var check = new RuleCheck();
        var openId = check.Text(input.OpenId, "openId", DeliveryLimits.OpenIdLength);
        var userId = check.OptionalText(input.UserId, "userId", RecipientLimits.UserIdLength);
        var app = input.AppCredentialId == Guid.Empty
            ? null
            : await credentials.FindAsync(input.AppCredentialId, cancellationToken).ConfigureAwait(false);
        if (app is null)
        {
            check.Add(input.AppCredentialId == Guid.Empty
                ? new("appCredentialId", RuleCodes.Required)
                : new("appCredentialId", RuleCodes.Unknown, ("value", input.AppCredentialId)));
        }

        check.ThrowIfBroken();
        return ToDto(await recipients.LinkAsync(app!.TenantId, app.Id, openId, userId, timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false));
    }

    public async Task DeleteAsync(Guid id, CancellationToken cancellationToken = default)
    {
        if (!await recipients.ForgetAsync(id, cancellationToken).ConfigureAwait(false))
        {
            throw new EntityNotFoundException(nameof(Recipient), id);
        }
    }

    public Task LinkAsync(string userId, string appId, string openId, CancellationToken cancellationToken = default)
    {
        var check = new RuleCheck();
        return LinkAsync(check.Text(userId, "userId", RecipientLimits.UserIdLength), appId, openId, check, cancellationToken);
    }

    public Task UnlinkAsync(string appId, string openId, CancellationToken cancellationToken = default)
        => LinkAsync(userId: null, appId, openId, new RuleCheck(), cancellationToken);

    private async Task LinkAsync(string? userId, string appId, string openId, RuleCheck check, CancellationToken cancellationToken)
    {
        var user = check.Text(openId, "openId", DeliveryLimits.OpenIdLength);
        var name = check.Text(appId, "appId", AppCredentialLimits.AppIdLength);
        var app = name.Length == 0 ? null : await credentials.FindByAppIdAsync(name, cancellationToken).ConfigureAwait(false);
        if (app is null && name.Length > 0)
        {
            check.Add(new("appId", RuleCodes.Unknown, ("value", name)));
        }

        check.ThrowIfBroken();
        await recipients.LinkAsync(app!.TenantId, app.Id, user, userId, timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    private static RecipientDto ToDto(Recipient recipient) => new()
    {
        Id = recipient.Id,
        AppCredentialId = recipient.AppCredentialId,
        OpenId = recipient.OpenId,
        UserId = recipient.UserId,
        UnionId = recipient.UnionId,
        IsSubscribed = recipient.IsSubscribed,
        SubscribedAt = recipient.SubscribedAt,
        UnsubscribedAt = recipient.UnsubscribedAt,
        LastSeenAt = recipient.LastSeenAt,
        CreatedAt = recipient.CreatedAt,
    };
}
