using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Recipients;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Recipients;

namespace WeChatNotifications.Abp.Recipients;

/// <inheritdoc cref="IWeChatFollowerImportAppService" />
[Authorize(Needs.Default)]
[ExposeServices(typeof(IWeChatFollowerImportAppService))]
public class WeChatFollowerImportAppService(IFollowerImportAppService imports) : WeChatAppServiceBase, IWeChatFollowerImportAppService
{
    /// <inheritdoc />
    [Authorize(Needs.Import)]
    public virtual Task<FollowerImportDto> StartAsync(StartFollowerImportDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => imports.StartAsync(input, cancellationToken));

    /// <inheritdoc />
    public virtual Task<CursorPage<FollowerImportDto>> ListAsync(FollowerImportQueryDto query, CancellationToken cancellationToken = default)
        => RunAsync(() => imports.ListAsync(query, cancellationToken));

    /// <inheritdoc />
    public virtual Task<FollowerImportDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => imports.GetAsync(id, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Import)]
    public virtual Task<FollowerImportDto> CancelAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => imports.CancelAsync(id, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Import)]
    public virtual Task<FollowerImportDto> ResumeAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => imports.ResumeAsync(id, cancellationToken));
}
