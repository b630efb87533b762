namespace WeChatNotifications.Host.Startup;

/// <summary>Something outside keeps the host from starting. The message says what, and what to do; it is shown as it is.</summary>
public sealed class StartupException : Exception
{
    public StartupException()
    {
    }

    public StartupException(string message)
        : base(message)
    {
    }

    public StartupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
