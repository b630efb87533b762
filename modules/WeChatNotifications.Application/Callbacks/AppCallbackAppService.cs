using System.Security.Cryptography;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Security;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.Callbacks;

internal sealed class AppCallbackAppService(
    IAppCredentialRepository credentials, IInbox inbox, ISecretProtector protector, IDeliverySignal signal, TimeProvider timeProvider)
    : IAppCallbackAppService
{
    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public async Task<AppCallbacksDto> GetAsync(Guid appCredentialId, CancellationToken cancellationToken = default)
        => ToDto(await RequireAsync(appCredentialId, cancellationToken).ConfigureAwait(false));

    public async Task<AppCallbacksDto> SaveAsync(Guid appCredentialId, SaveCallbacksDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var credential = await RequireAsync(appCredentialId, cancellationToken).ConfigureAwait(false);
        var check = new RuleCheck();
        if (input.Mode is null)
        {
            check.Add(new("mode", RuleCodes.Required));
        }

        var token = input.Token is null ? null : ProtectedSecret.TryCreateCallbackToken(input.Token, protector, check);
        var key = input.EncodingAesKey is null || IsPresentKey(credential, input.EncodingAesKey)
            ? null
            : ProtectedSecret.TryCreateEncodingAesKey(input.EncodingAesKey, protector, check);
        credential.ConfigureCallbacks(input.Mode ?? CallbackMode.Secure, token, key, input.KeepPreviousKey, timeProvider.GetUtcNow(), check);
        await SaveAsync(credential, isOtherToken: token is not null, cancellationToken).ConfigureAwait(false);
        return ToDto(credential);
    }

    public async Task<GeneratedCallbacksDto> GenerateAsync(Guid appCredentialId, GenerateCallbacksDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var credential = await RequireAsync(appCredentialId, cancellationToken).ConfigureAwait(false);
        var token = input.KeepToken && credential.ProtectedCallbackToken is not null
            ? null
            : RandomNumberGenerator.GetString(LettersAndDigits, AppCredentialLimits.CallbackTokenLength);
        var key = EncodingAesKey.Generate();
        var check = new RuleCheck();
        credential.ConfigureCallbacks(
            input.Mode ?? credential.CallbackMode ?? CallbackMode.Secure,
            token is null ? null : ProtectedSecret.TryCreateCallbackToken(token, protector, check),
            ProtectedSecret.TryCreateEncodingAesKey(key, protector, check),
            input.KeepPreviousKey, timeProvider.GetUtcNow(), check);
        await SaveAsync(credential, isOtherToken: token is not null, cancellationToken).ConfigureAwait(false);
        return new GeneratedCallbacksDto(ToDto(credential), token, key);
    }

    public async Task RemoveAsync(Guid appCredentialId, CancellationToken cancellationToken = default)
    {
        var credential = await RequireAsync(appCredentialId, cancellationToken).ConfigureAwait(false);
        credential.RemoveCallbacks(timeProvider.GetUtcNow());
        await SaveAsync(credential, isOtherToken: true, cancellationToken).ConfigureAwait(false);
    }

    private static AppCallbacksDto ToDto(AppCredential credential) => new()
    {
        AppCredentialId = credential.Id,
        AppId = credential.AppId,
        Mode = credential.CallbackMode,
        HasToken = credential.ProtectedCallbackToken is not null,
        HasEncodingAesKey = credential.ProtectedEncodingAesKey is not null,
        HasPreviousKey = credential.ProtectedPreviousAesKey is not null,
    };

    /// <summary>Entered once more, a key does not push out the one before it.</summary>
    private bool IsPresentKey(AppCredential credential, string key)
    {
        try
        {
            return credential.ProtectedEncodingAesKey is { } present && protector.Unprotect(SecretPurposes.EncodingAesKey, present) == key.Trim();
        }
        catch (SecretUnreadableException)
        {
            // Which is why it is entered anew.
            return false;
        }
    }

    private async Task<AppCredential> RequireAsync(Guid id, CancellationToken cancellationToken)
        => await credentials.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new EntityNotFoundException(nameof(AppCredential), id);

    private async Task SaveAsync(AppCredential credential, bool isOtherToken, CancellationToken cancellationToken)
    {
        await credentials.SaveAsync(credential, cancellationToken).ConfigureAwait(false);
        if (isOtherToken)
        {
            // WeChat has checked the address with the one before.
            await inbox.ForgetAsync(credential.Id, InboxEntry.AddressCheckKey, cancellationToken).ConfigureAwait(false);
        }

        signal.SettingsChanged(credential.Id);
    }
}
