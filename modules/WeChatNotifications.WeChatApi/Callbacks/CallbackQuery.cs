namespace WeChatNotifications.WeChatApi.Callbacks;

/// <summary>The query of a push. Values as they came, decoded; what was not there is null.</summary>
public sealed record CallbackQuery
{
    /// <summary><c>signature</c>: over the time stamp and the nonce.</summary>
    public string? Signature { get; init; }

    /// <summary><c>timestamp</c>: seconds since 1970.</summary>
    public string? Timestamp { get; init; }

    /// <summary><c>nonce</c>: another one for each push.</summary>
    public string? Nonce { get; init; }

    /// <summary><c>encrypt_type</c>: <c>aes</c> when the body holds an encrypted form.</summary>
    public string? EncryptType { get; init; }

    /// <summary><c>msg_signature</c>: over the time stamp, the nonce and the encrypted form.</summary>
    public string? MsgSignature { get; init; }

    /// <summary><c>echostr</c>: what to answer when WeChat checks the address.</summary>
    public string? EchoString { get; init; }

    /// <summary>Whether something in the query says that the body is encrypted.</summary>
    internal bool SpeaksOfEncryption => MsgSignature is { Length: > 0 } || string.Equals(EncryptType, "aes", StringComparison.OrdinalIgnoreCase);
}
