namespace WeChatNotifications.WeChatApi.Callbacks;

/// <summary>What came of checking a push.</summary>
public enum CallbackVerdict
{
    /// <summary>It is WeChat's.</summary>
    Genuine = 0,

    /// <summary>Its signature is missing or wrong.</summary>
    Forged = 1,

    /// <summary>Its signature is right, but it was encrypted with another key or for another appid.</summary>
    Undecipherable = 2,

    /// <summary>Its signature is right, but it is neither XML nor JSON that can be read safely.</summary>
    Unreadable = 3,
}

/// <summary>A push, checked.</summary>
/// <param name="Verdict">Whether it is genuine.</param>
/// <param name="Message">The message, decrypted; null unless it is.</param>
public readonly record struct CallbackReading(CallbackVerdict Verdict, PushedMessage? Message)
{
    internal static CallbackReading Forged { get; } = new(CallbackVerdict.Forged, null);

    internal static CallbackReading Undecipherable { get; } = new(CallbackVerdict.Undecipherable, null);

    internal static CallbackReading Unreadable { get; } = new(CallbackVerdict.Unreadable, null);
}
