namespace WeChatNotifications.LocalPostgres;

/// <summary>The local PostgreSQL server could not be set up, started or stopped. The message says why and what to do.</summary>
public sealed class LocalPostgresException : Exception
{
    public LocalPostgresException(string message)
        : base(message)
    {
    }

    public LocalPostgresException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public LocalPostgresException()
    {
    }
}
