using WeChatNotifications.Deliveries;
using WeChatNotifications.Events;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;
using WeChatNotifications.Security;
using WeChatNotifications.Templates;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.Credentials;

internal sealed class AppCredentialAppService(
    IAppCredentialRepository credentials, IMessageTemplateRepository templates, IRemoteTemplateRepository remotes, CancelledDeliveries cancelled,
    IAccessTokenProvider tokens, ISecretProtector protector, IDeliverySignal signal, IModuleTexts texts, IOutcomeTeller outcomes, SetupChecklist checklist, IAmbientTenant tenant,
    TimeProvider timeProvider)
    : IAppCredentialAppService
{
    private readonly AppCredentialMapper _mapper = new(texts, timeProvider);

    public async Task<IReadOnlyList<AppCredentialDto>> ListAsync(CancellationToken cancellationToken = default)
        => [.. (await credentials.ListAsync(cancellationToken).ConfigureAwait(false)).Select(_mapper.ToDto)];

    public async Task<AppCredentialDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => _mapper.ToDto(await RequireAsync(id, cancellationToken).ConfigureAwait(false));

    public async Task<AppCredentialDto> CreateAsync(CreateAppCredentialDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var check = new RuleCheck();
        var secret = ProtectedSecret.TryCreate(input.Secret, protector, check);
        var credential = AppCredential.Register(
            tenant.Id, input.AppId, input.Kind, AppCredentialMapper.SettingsOf(input), secret, timeProvider.GetUtcNow(), check);
        await credentials.AddAsync(credential, cancellationToken).ConfigureAwait(false);
        return _mapper.ToDto(credential);
    }

    public async Task<AppCredentialDto> UpdateAsync(Guid id, UpdateAppCredentialDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var credential = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        if (input.ConcurrencyStamp is { } seen && seen != credential.ConcurrencyStamp)
        {
            throw ConflictException.Changed(nameof(AppCredential));
        }

        var now = timeProvider.GetUtcNow();
        var check = new RuleCheck();
        var secret = input.Secret is null ? null : ProtectedSecret.TryCreate(input.Secret, protector, check);
        credential.Configure(AppCredentialMapper.SettingsOf(input), now, check);
        if (secret is not null)
        {
            credential.ChangeSecret(secret, now);
        }
        else
        {
            credential.RenewProtection(protector);
        }

        return await SaveAndWakeAsync(credential, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var credential = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        var users = await templates.ListAsync(id, cancellationToken).ConfigureAwait(false);
        if (users.Count > 0)
        {
            throw ConflictException.InUse(nameof(AppCredential), string.Join(", ", users.Select(t => t.Name)));
        }

        // What waits for it could never be sent, and would count as backlog for ever.
        await cancelled.CancelOfAppAsync(id, timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        await credentials.RemoveAsync(credential, cancellationToken).ConfigureAwait(false);
        await remotes.RemoveOfAppAsync(id, cancellationToken).ConfigureAwait(false);
    }

    public async Task<CredentialTestResultDto> TestAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var credential = await RequireAsync(id, cancellationToken).ConfigureAwait(false);

        // Throws what a person can act on, instead of calling WeChat unreachable.
        _ = protector.Unprotect(SecretPurposes.AppSecret, credential.ProtectedSecret);
        var result = await tokens.FetchAsync(credential, cancellationToken).ConfigureAwait(false);
        return _mapper.ToDto(result);
    }

    public async Task<TokenStateDto> GetTokenStateAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var credential = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        return _mapper.ToDto(credential, await tokens.LookAsync(credential, cancellationToken).ConfigureAwait(false));
    }

    public async Task<IReadOnlyList<SetupStepDto>> GetChecklistAsync(Guid id, CancellationToken cancellationToken = default)
        => await checklist.ReadAsync(await RequireAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<AppCredentialDto> PauseAsync(Guid id, PauseAppDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var now = timeProvider.GetUtcNow();
        var check = new RuleCheck();
        var detail = check.OptionalText(input.Detail, "detail", AppCredentialLimits.PauseDetailLength);
        if (input.Until <= now)
        {
            check.Add(new("until", RuleCodes.InThePast));
        }

        check.ThrowIfBroken();
        var credential = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        credential.Pause(input.Until, PauseReason.ByHand, errorCode: null, detail, now);
        var saved = await SaveAndWakeAsync(credential, cancellationToken).ConfigureAwait(false);
        outcomes.Tell(OutcomeEvents.Of(credential, new AppPause(now, input.Until, PauseReason.ByHand, ErrorCode: null, detail)));
        return saved;
    }

    public async Task<AppCredentialDto> ResumeAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var credential = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        var now = timeProvider.GetUtcNow();
        var wasPaused = credential.IsPausedAt(now);
        credential.Resume(now);
        var saved = await SaveAndWakeAsync(credential, cancellationToken).ConfigureAwait(false);
        if (wasPaused)
        {
            outcomes.Tell(OutcomeEvents.Resumed(credential, now));
        }

        return saved;
    }

    private async Task<AppCredential> RequireAsync(Guid id, CancellationToken cancellationToken)
        => await credentials.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new EntityNotFoundException(nameof(AppCredential), id);

    private async Task<AppCredentialDto> SaveAndWakeAsync(AppCredential credential, CancellationToken cancellationToken)
    {
        await credentials.SaveAsync(credential, cancellationToken).ConfigureAwait(false);
        signal.SettingsChanged(credential.Id);
        return _mapper.ToDto(credential);
    }
}
