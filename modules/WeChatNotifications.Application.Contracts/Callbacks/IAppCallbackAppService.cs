namespace WeChatNotifications.Callbacks;

/// <summary>Administers how WeChat pushes messages for the tenant's accounts to us.</summary>
public interface IAppCallbackAppService
{
    /// <summary>How it is set up for one account. Never its token or key.</summary>
    Task<AppCallbacksDto> GetAsync(Guid appCredentialId, CancellationToken cancellationToken = default);

    /// <summary>Takes over what an administrator has entered at WeChat.</summary>
    Task<AppCallbacksDto> SaveAsync(Guid appCredentialId, SaveCallbacksDto input, CancellationToken cancellationToken = default);

    /// <summary>Makes a new token and a new key, to be entered at WeChat. They are shown this once.</summary>
    Task<GeneratedCallbacksDto> GenerateAsync(Guid appCredentialId, GenerateCallbacksDto input, CancellationToken cancellationToken = default);

    /// <summary>Takes nothing any more that is pushed for the account, and forgets its token and keys.</summary>
    Task RemoveAsync(Guid appCredentialId, CancellationToken cancellationToken = default);
}
