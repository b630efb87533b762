namespace WeChatNotifications;

/// <summary>How the module's tables are named. Change before the first DbContext is built.</summary>
public static class WeChatNotificationsDbProperties
{
    /// <summary>Prefix of every table. Default <c>WeChat</c>.</summary>
    public static string DbTablePrefix { get; set; } = "WeChat";

    /// <summary>Schema of every table, or null for the database's default. Default null.</summary>
    public static string? DbSchema { get; set; }

    /// <summary>Name of the connection string that hosts look up.</summary>
    public const string ConnectionStringName = "WeChatNotifications";
}
