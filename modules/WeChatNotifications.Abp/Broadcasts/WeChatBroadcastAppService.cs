using Microsoft.AspNetCore.Authorization;
using Volo.Abp;
using Volo.Abp.Content;
using Volo.Abp.DependencyInjection;
using Volo.Abp.Uow;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.HttpApi.Broadcasts;
using WeChatNotifications.HttpApi.Errors;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Broadcasts;

namespace WeChatNotifications.Abp.Broadcasts;

/// <inheritdoc cref="IWeChatBroadcastAppService" />
[Authorize(Needs.Default)]
[ExposeServices(typeof(IWeChatBroadcastAppService))]
public class WeChatBroadcastAppService(IBroadcastAppService broadcasts) : WeChatAppServiceBase, IWeChatBroadcastAppService
{
    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<BroadcastDto> CreateAsync(SaveBroadcastDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => broadcasts.CreateAsync(input, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<BroadcastDto> UpdateAsync(Guid id, SaveBroadcastDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => broadcasts.UpdateAsync(id, input, cancellationToken));

    /// <inheritdoc />
    public virtual Task<BroadcastDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => broadcasts.GetAsync(id, cancellationToken));

    /// <inheritdoc />
    public virtual Task<CursorPage<BroadcastDto>> ListAsync(BroadcastQueryDto query, CancellationToken cancellationToken = default)
        => RunAsync(() => broadcasts.ListAsync(query, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task DeleteAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => broadcasts.DeleteAsync(id, cancellationToken));

    /// <inheritdoc />
    /// <remarks>Without a unit of work: the list arrives as slowly as its sender sends, and its own short transaction puts it in place.</remarks>
    [Authorize(Needs.Manage)]
    [UnitOfWork(IsDisabled = true)]
    public virtual Task<BroadcastListDto> UploadListAsync(Guid id, IRemoteStreamContent list, CancellationToken cancellationToken = default)
    {
        Check.NotNull(list, nameof(list));
        return ListMediaTypes.FormatOf(list.ContentType) is { } format
            ? RunAsync(() => broadcasts.UploadListAsync(id, list.GetStream(), format, cancellationToken))
            : throw Refusal(HttpErrorCodes.ListMediaType);
    }

    /// <inheritdoc />
    public virtual Task<CursorPage<BroadcastBadRowDto>> GetBadRowsAsync(Guid id, BadRowQueryDto query, CancellationToken cancellationToken = default)
        => RunAsync(() => broadcasts.GetBadRowsAsync(id, query, cancellationToken));

    /// <inheritdoc />
    public virtual Task<IReadOnlyList<AudienceSourceDto>> ListSourcesAsync(CancellationToken cancellationToken = default)
        => RunAsync(() => broadcasts.ListSourcesAsync(cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<BroadcastDryRunDto> DryRunAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => broadcasts.DryRunAsync(id, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Send)]
    public virtual Task<BroadcastDto> StartAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => broadcasts.StartAsync(id, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Send)]
    public virtual Task<BroadcastDto> PauseAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => broadcasts.PauseAsync(id, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Send)]
    public virtual Task<BroadcastDto> ResumeAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => broadcasts.ResumeAsync(id, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Send)]
    public virtual Task<BroadcastDto> CancelAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => broadcasts.CancelAsync(id, cancellationToken));
}
