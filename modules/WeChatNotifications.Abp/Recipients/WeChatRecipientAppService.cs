using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Recipients;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Recipients;

namespace WeChatNotifications.Abp.Recipients;

/// <inheritdoc cref="IWeChatRecipientAppService" />
[Authorize(Needs.Default)]
[ExposeServices(typeof(IWeChatRecipientAppService))]
public class WeChatRecipientAppService(IRecipientAppService recipients) : WeChatAppServiceBase, IWeChatRecipientAppService
{
    /// <inheritdoc />
    public virtual Task<CursorPage<RecipientDto>> ListAsync(RecipientQueryDto query, CancellationToken cancellationToken = default)
        => RunAsync(() => recipients.ListAsync(query, cancellationToken));

    /// <inheritdoc />
    public virtual Task<RecipientDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => recipients.GetAsync(id, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<RecipientDto> LinkAsync(LinkRecipientDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => recipients.LinkAsync(input, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task DeleteAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => recipients.DeleteAsync(id, cancellationToken));
}
