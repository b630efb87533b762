using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Recipients;

namespace WeChatNotifications.Abp.Recipients;

/// <summary>The users whom the apps know, over HTTP.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("Recipients")]
[Route(WeChatNotificationsRemoteService.Root + "/recipients")]
public class WeChatRecipientController(IWeChatRecipientAppService recipients) : AbpControllerBase, IWeChatRecipientAppService
{
    /// <inheritdoc />
    [HttpGet]
    public virtual Task<CursorPage<RecipientDto>> ListAsync([FromQuery] RecipientQueryDto query, CancellationToken cancellationToken = default)
        => recipients.ListAsync(query, cancellationToken);

    /// <inheritdoc />
    [HttpGet("{id:guid}")]
    public virtual Task<RecipientDto> GetAsync(Guid id, CancellationToken cancellationToken = default) => recipients.GetAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPut("links")]
    public virtual Task<RecipientDto> LinkAsync([FromBody] LinkRecipientDto input, CancellationToken cancellationToken = default)
        => recipients.LinkAsync(input, cancellationToken);

    /// <inheritdoc />
    [HttpDelete("{id:guid}")]
    public virtual Task DeleteAsync(Guid id, CancellationToken cancellationToken = default) => recipients.DeleteAsync(id, cancellationToken);
}
