using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Recipients;

namespace WeChatNotifications.Abp.Recipients;

/// <summary>Imports of followers, over HTTP.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("FollowerImports")]
[Route(WeChatNotificationsRemoteService.Root + "/recipients/imports")]
public class WeChatFollowerImportController(IWeChatFollowerImportAppService imports) : AbpControllerBase, IWeChatFollowerImportAppService
{
    /// <inheritdoc />
    [HttpPost]
    public virtual Task<FollowerImportDto> StartAsync([FromBody] StartFollowerImportDto input, CancellationToken cancellationToken = default)
        => imports.StartAsync(input, cancellationToken);

    /// <inheritdoc />
    [HttpGet]
    public virtual Task<CursorPage<FollowerImportDto>> ListAsync([FromQuery] FollowerImportQueryDto query, CancellationToken cancellationToken = default)
        => imports.ListAsync(query, cancellationToken);

    /// <inheritdoc />
    [HttpGet("{id:guid}")]
    public virtual Task<FollowerImportDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => imports.GetAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPost("{id:guid}/cancel")]
    public virtual Task<FollowerImportDto> CancelAsync(Guid id, CancellationToken cancellationToken = default)
        => imports.CancelAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPost("{id:guid}/resume")]
    public virtual Task<FollowerImportDto> ResumeAsync(Guid id, CancellationToken cancellationToken = default)
        => imports.ResumeAsync(id, cancellationToken);
}
