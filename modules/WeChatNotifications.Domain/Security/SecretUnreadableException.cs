namespace WeChatNotifications.Security;

/// <summary>A stored secret cannot be decrypted: the key ring that protected it is missing, or the value was changed.</summary>
public sealed class SecretUnreadableException(Exception? innerException = null)
    : Exception("A stored secret cannot be decrypted. The key ring that protected it is missing, or the value was changed; enter the secret again.", innerException);
