using Microsoft.Extensions.Logging;
using WeChatNotifications.Credentials;
using WeChatNotifications.Security;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.Callbacks;

/// <summary>An account that WeChat pushes messages for, and what they are checked with. Its keys are decrypted when they are first needed.</summary>
internal sealed class CallbackAccount
{
    private readonly (string? Token, string? Key, string? Previous, CallbackMode? Mode) _stored;
    private readonly Lazy<CallbackKeys?> _keys;

    public CallbackAccount(AppCredential credential, ISecretProtector protector, ILogger logger)
    {
        (TenantId, Id, AppId) = (credential.TenantId, credential.Id, credential.AppId);
        _stored = StoredOf(credential);
        _keys = new Lazy<CallbackKeys?>(() => Decrypt(protector, logger));
    }

    public Guid? TenantId { get; }

    /// <summary>Id of the credential.</summary>
    public Guid Id { get; }

    public string AppId { get; }

    /// <summary>Null when they cannot be decrypted.</summary>
    public CallbackKeys? Keys => _keys.Value;

    /// <summary>Whether a credential that was read again has the same keys still.</summary>
    public bool IsSameAs(AppCredential credential) => credential.Id == Id && StoredOf(credential) == _stored;

    private static (string?, string?, string?, CallbackMode?) StoredOf(AppCredential credential)
        => (credential.ProtectedCallbackToken, credential.ProtectedEncodingAesKey, credential.ProtectedPreviousAesKey, credential.CallbackMode);

    private CallbackKeys? Decrypt(ISecretProtector protector, ILogger logger)
    {
        try
        {
            var protection = _stored.Mode switch
            {
                CallbackMode.Plain => PushProtection.Plain,
                CallbackMode.Compatible => PushProtection.Compatible,
                _ => PushProtection.Secure,
            };
            return new CallbackKeys(
                AppId, protection, protector.Unprotect(SecretPurposes.CallbackToken, _stored.Token ?? ""), KeyOf(protector, _stored.Key), KeyOf(protector, _stored.Previous));
        }
        catch (SecretUnreadableException)
        {
            CallbackLog.KeysUnreadable(logger, AppId);
            return null;
        }
    }

    private static EncodingAesKey? KeyOf(ISecretProtector protector, string? stored)
        => stored is not null && EncodingAesKey.TryParse(protector.Unprotect(SecretPurposes.EncodingAesKey, stored), out var key) ? key : null;
}
