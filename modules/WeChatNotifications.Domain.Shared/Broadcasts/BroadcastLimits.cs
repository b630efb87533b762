namespace WeChatNotifications.Broadcasts;

/// <summary>Lengths (UTF-16 units) and counts of broadcasts.</summary>
public static class BroadcastLimits
{
    /// <summary>Longest name.</summary>
    public const int NameLength = 128;

    /// <summary>Longest name of an audience source.</summary>
    public const int SourceLength = 64;

    /// <summary>Longest arguments of an audience source, as JSON.</summary>
    public const int SourceArgumentsLength = 4_000;

    /// <summary>Longest values that all recipients share, as JSON.</summary>
    public const int DataLength = 8_000;

    /// <summary>Longest values of one recipient, as JSON.</summary>
    public const int RecipientDataLength = 4_000;

    /// <summary>Most rows of an uploaded list.</summary>
    public const int MaxListRows = 5_000_000;

    /// <summary>Bad rows of a list that are kept with their reason; further ones are counted.</summary>
    public const int KeptBadRows = 1_000;

    /// <summary>Longest name of a bad row's field.</summary>
    public const int BadRowFieldLength = 128;

    /// <summary>Most recipients of a source that are read to try a broadcast out.</summary>
    public const int SampleSize = 100_000;

    /// <summary>Longest cron expression.</summary>
    public const int CronLength = 200;

    /// <summary>Highest rate, in messages a second.</summary>
    public const int MaxRatePerSecond = 10_000;
}
