using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Abp.Templates;

/// <summary>The templates that apps hold at WeChat, over HTTP.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("RemoteTemplates")]
[Route(WeChatNotificationsRemoteService.Root + "/templates")]
public class WeChatRemoteTemplateController(IWeChatRemoteTemplateAppService templates) : AbpControllerBase, IWeChatRemoteTemplateAppService
{
    /// <inheritdoc />
    [HttpPost("sync")]
    public virtual Task<TemplateSyncResultDto> SyncAsync([FromBody] SyncTemplatesDto input, CancellationToken cancellationToken = default)
        => templates.SyncAsync(input, cancellationToken);

    /// <inheritdoc />
    [HttpGet("remote")]
    public virtual Task<IReadOnlyList<RemoteTemplateDto>> ListAsync([FromQuery] Guid? appCredentialId, CancellationToken cancellationToken = default)
        => templates.ListAsync(appCredentialId, cancellationToken);

    /// <inheritdoc />
    [HttpGet("remote/{id:guid}")]
    public virtual Task<RemoteTemplateDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => templates.GetAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPost("remote/{id:guid}/adopt")]
    public virtual Task<MessageTemplateDto> AdoptAsync(Guid id, [FromBody] AdoptTemplateDto input, CancellationToken cancellationToken = default)
        => templates.AdoptAsync(id, input, cancellationToken);

    /// <inheritdoc />
    [HttpDelete("remote/{id:guid}")]
    public virtual Task DeleteAsync(Guid id, CancellationToken cancellationToken = default) => templates.DeleteAsync(id, cancellationToken);
}
