using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Abp.Templates;

/// <summary>The tenant's message templates over HTTP.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("Templates")]
[Route(WeChatNotificationsRemoteService.Root + "/templates")]
public class WeChatTemplateController(IWeChatTemplateAppService templates) : AbpControllerBase, IWeChatTemplateAppService
{
    /// <inheritdoc />
    [HttpGet]
    public virtual Task<IReadOnlyList<MessageTemplateDto>> ListAsync([FromQuery] Guid? appCredentialId, CancellationToken cancellationToken = default)
        => templates.ListAsync(appCredentialId, cancellationToken);

    /// <inheritdoc />
    [HttpGet("{id:guid}")]
    public virtual Task<MessageTemplateDto> GetAsync(Guid id, CancellationToken cancellationToken = default) => templates.GetAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPost("preview")]
    public virtual Task<TemplatePreviewDto> PreviewAsync([FromBody] PreviewTemplateDto input, CancellationToken cancellationToken = default)
        => templates.PreviewAsync(input, cancellationToken);

    /// <inheritdoc />
    [HttpPost]
    public virtual Task<MessageTemplateDto> CreateAsync([FromBody] SaveMessageTemplateDto input, CancellationToken cancellationToken = default)
        => templates.CreateAsync(input, cancellationToken);

    /// <inheritdoc />
    [HttpPut("{id:guid}")]
    public virtual Task<MessageTemplateDto> UpdateAsync(Guid id, [FromBody] UpdateMessageTemplateDto input, CancellationToken cancellationToken = default)
        => templates.UpdateAsync(id, input, cancellationToken);

    /// <inheritdoc />
    [HttpDelete("{id:guid}")]
    public virtual Task DeleteAsync(Guid id, CancellationToken cancellationToken = default) => templates.DeleteAsync(id, cancellationToken);
}
