namespace WeChatNotifications.Rules;

/// <summary>A fault of the caller, with a code that a client can read and a text can be looked up by.</summary>
public class WeChatNotificationsException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">One of <see cref="WeChatNotificationsErrorCodes"/>.</param>
    /// <param name="message">English text for logs.</param>
    /// <param name="arguments">Values for the placeholders of the localized text; never secrets.</param>
    public WeChatNotificationsException(string code, string message, IReadOnlyDictionary<string, object?>? arguments = null)
        : base(message)
    {
        Code = code;
        Arguments = arguments ?? new Dictionary<string, object?>(StringComparer.Ordinal);
    }

    /// <summary>One of <see cref="WeChatNotificationsErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>Values for the placeholders of the localized text. A value that starts with <c>L:</c> is itself the key of a text; several such keys stand with <c>|</c> between.</summary>
    public IReadOnlyDictionary<string, object?> Arguments { get; }
}
