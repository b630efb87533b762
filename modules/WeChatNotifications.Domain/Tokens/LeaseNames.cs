namespace WeChatNotifications.Tokens;

/// <summary>How the names of leases begin.</summary>
public static class LeaseNames
{
    /// <summary>A job of the module's: the lease is of the database in which the job works, and lasts until the job may run again.</summary>
    public const string JobPrefix = "job:";
}
