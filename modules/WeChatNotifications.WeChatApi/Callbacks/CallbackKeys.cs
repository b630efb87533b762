namespace WeChatNotifications.WeChatApi.Callbacks;

/// <summary>What the pushes of one account are checked and decrypted with.</summary>
/// <param name="appId">The account's appid.</param>
/// <param name="protection">How its pushes are protected.</param>
/// <param name="token">Its token.</param>
/// <param name="aesKey">Its key; null only where <paramref name="protection"/> is <see cref="PushProtection.Plain"/>.</param>
/// <param name="previousAesKey">The key before: while a new one spreads at WeChat, pushes still come with the old one.</param>
public sealed class CallbackKeys(string appId, PushProtection protection, string token, EncodingAesKey? aesKey = null, EncodingAesKey? previousAesKey = null)
{
    private readonly CallbackCipher[] _ciphers =
        [.. new[] { aesKey, previousAesKey }.OfType<EncodingAesKey>().Select(k => new CallbackCipher(k, appId))];

    /// <summary>Whether WeChat checks the address, and it is WeChat.</summary>
    public bool IsAddressCheck(CallbackQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return IsSigned(query);
    }

    /// <summary>Checks a push and reads it. Nothing of a body is believed, or even decrypted, before its signature is right.</summary>
    /// <param name="query">The query.</param>
    /// <param name="body">The body.</param>
    public CallbackReading Read(CallbackQuery query, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(query);
        var outer = PushedMessageReader.Read(body);
        var encrypted = outer?.Encrypted;
        var mustBeEncrypted = protection switch
        {
            PushProtection.Plain => false,
            PushProtection.Compatible => encrypted is not null || query.SpeaksOfEncryption,
            _ => true,
        };

        // A missing half is hashed all the same: how long an answer takes must not tell how far a forger has come.
        var isSigned = mustBeEncrypted ? IsSigned(query, encrypted ?? "") && encrypted is not null : IsSigned(query);
        return !isSigned ? CallbackReading.Forged
            : outer is null ? CallbackReading.Unreadable
            : mustBeEncrypted ? Decrypt(encrypted!)
            : new CallbackReading(CallbackVerdict.Genuine, outer);
    }

    /// <summary>Never the keys.</summary>
    public override string ToString() => $"{nameof(CallbackKeys)} {{ {appId} }}";

    private bool IsSigned(CallbackQuery query) => CallbackSignature.Matches(query.Signature, token, query.Timestamp ?? "", query.Nonce ?? "");

    private bool IsSigned(CallbackQuery query, string encrypted)
        => CallbackSignature.Matches(query.MsgSignature, token, query.Timestamp ?? "", query.Nonce ?? "", encrypted);

    private CallbackReading Decrypt(string encrypted)
    {
        foreach (var cipher in _ciphers)
        {
            if (cipher.Decrypt(encrypted) is { } plain)
            {
                return PushedMessageReader.Read(plain) is { } message ? new CallbackReading(CallbackVerdict.Genuine, message) : CallbackReading.Unreadable;
            }
        }

        return CallbackReading.Undecipherable;
    }
}
