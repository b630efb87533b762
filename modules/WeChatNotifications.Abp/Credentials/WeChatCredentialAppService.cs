using Microsoft.AspNetCore.Authorization;
using Volo.Abp.DependencyInjection;
using WeChatNotifications.Credentials;
using Needs = WeChatNotifications.Permissions.WeChatNotificationsPermissions.Credentials;

namespace WeChatNotifications.Abp.Credentials;

/// <inheritdoc cref="IWeChatCredentialAppService" />
[Authorize(Needs.Default)]
[ExposeServices(typeof(IWeChatCredentialAppService))]
public class WeChatCredentialAppService(IAppCredentialAppService credentials) : WeChatAppServiceBase, IWeChatCredentialAppService
{
    /// <inheritdoc />
    public virtual Task<IReadOnlyList<AppCredentialDto>> ListAsync(CancellationToken cancellationToken = default)
        => RunAsync(() => credentials.ListAsync(cancellationToken));

    /// <inheritdoc />
    public virtual Task<AppCredentialDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => credentials.GetAsync(id, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<AppCredentialDto> CreateAsync(CreateAppCredentialDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => credentials.CreateAsync(input, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<AppCredentialDto> UpdateAsync(Guid id, UpdateAppCredentialDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => credentials.UpdateAsync(id, input, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task DeleteAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => credentials.DeleteAsync(id, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Test)]
    public virtual Task<CredentialTestResultDto> TestAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => credentials.TestAsync(id, cancellationToken));

    /// <inheritdoc />
    public virtual Task<TokenStateDto> GetTokenStateAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => credentials.GetTokenStateAsync(id, cancellationToken));

    /// <inheritdoc />
    public virtual Task<IReadOnlyList<SetupStepDto>> GetChecklistAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => credentials.GetChecklistAsync(id, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<AppCredentialDto> PauseAsync(Guid id, PauseAppDto input, CancellationToken cancellationToken = default)
        => RunAsync(() => credentials.PauseAsync(id, input, cancellationToken));

    /// <inheritdoc />
    [Authorize(Needs.Manage)]
    public virtual Task<AppCredentialDto> ResumeAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => credentials.ResumeAsync(id, cancellationToken));
}
