using Asp.Versioning;
using Microsoft.AspNetCore.Mvc;
using Volo.Abp;
using Volo.Abp.AspNetCore.Mvc;
using WeChatNotifications.Credentials;

namespace WeChatNotifications.Abp.Credentials;

/// <summary>The tenant's WeChat accounts over HTTP, at the addresses of the plain API.</summary>
[RemoteService(Name = WeChatNotificationsRemoteService.Name)]
[Area(WeChatNotificationsRemoteService.Area)]
[ControllerName("Credentials")]
[Route(WeChatNotificationsRemoteService.Root + "/credentials")]
public class WeChatCredentialController(IWeChatCredentialAppService credentials) : AbpControllerBase, IWeChatCredentialAppService
{
    /// <inheritdoc />
    [HttpGet]
    public virtual Task<IReadOnlyList<AppCredentialDto>> ListAsync(CancellationToken cancellationToken = default) => credentials.ListAsync(cancellationToken);

    /// <inheritdoc />
    [HttpGet("{id:guid}")]
    public virtual Task<AppCredentialDto> GetAsync(Guid id, CancellationToken cancellationToken = default) => credentials.GetAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPost]
    public virtual Task<AppCredentialDto> CreateAsync([FromBody] CreateAppCredentialDto input, CancellationToken cancellationToken = default)
        => credentials.CreateAsync(input, cancellationToken);

    /// <inheritdoc />
    [HttpPut("{id:guid}")]
    public virtual Task<AppCredentialDto> UpdateAsync(Guid id, [FromBody] UpdateAppCredentialDto input, CancellationToken cancellationToken = default)
        => credentials.UpdateAsync(id, input, cancellationToken);

    /// <inheritdoc />
    [HttpDelete("{id:guid}")]
    public virtual Task DeleteAsync(Guid id, CancellationToken cancellationToken = default) => credentials.DeleteAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPost("{id:guid}/test")]
    public virtual Task<CredentialTestResultDto> TestAsync(Guid id, CancellationToken cancellationToken = default) => credentials.TestAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpGet("{id:guid}/token")]
    public virtual Task<TokenStateDto> GetTokenStateAsync(Guid id, CancellationToken cancellationToken = default) => credentials.GetTokenStateAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpGet("{id:guid}/checklist")]
    public virtual Task<IReadOnlyList<SetupStepDto>> GetChecklistAsync(Guid id, CancellationToken cancellationToken = default)
        => credentials.GetChecklistAsync(id, cancellationToken);

    /// <inheritdoc />
    [HttpPost("{id:guid}/pause")]
    public virtual Task<AppCredentialDto> PauseAsync(Guid id, [FromBody] PauseAppDto input, CancellationToken cancellationToken = default)
        => credentials.PauseAsync(id, input, cancellationToken);

    /// <inheritdoc />
    [HttpPost("{id:guid}/resume")]
    public virtual Task<AppCredentialDto> ResumeAsync(Guid id, CancellationToken cancellationToken = default) => credentials.ResumeAsync(id, cancellationToken);
}
