namespace WeChatNotifications.Credentials;

/// <summary>Administers the tenant's WeChat accounts.</summary>
public interface IAppCredentialAppService
{
    /// <summary>All of the tenant, by name.</summary>
    Task<IReadOnlyList<AppCredentialDto>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One.</summary>
    Task<AppCredentialDto> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Adds one.</summary>
    Task<AppCredentialDto> CreateAsync(CreateAppCredentialDto input, CancellationToken cancellationToken = default);

    /// <summary>Changes one.</summary>
    Task<AppCredentialDto> UpdateAsync(Guid id, UpdateAppCredentialDto input, CancellationToken cancellationToken = default);

    /// <summary>Removes one that no template uses.</summary>
    Task DeleteAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Fetches a token from WeChat with the stored secret and says what came of it. The token itself stays inside.</summary>
    Task<CredentialTestResultDto> TestAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>What is known of an app's access token; never the token. Does not ask WeChat.</summary>
    Task<TokenStateDto> GetTokenStateAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>The steps that lead to messages which arrive, as far as they apply to the app, and which of them are done.</summary>
    Task<IReadOnlyList<SetupStepDto>> GetChecklistAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Stops sending for an app.</summary>
    Task<AppCredentialDto> PauseAsync(Guid id, PauseAppDto input, CancellationToken cancellationToken = default);

    /// <summary>Lets sending go on.</summary>
    Task<AppCredentialDto> ResumeAsync(Guid id, CancellationToken cancellationToken = default);
}
