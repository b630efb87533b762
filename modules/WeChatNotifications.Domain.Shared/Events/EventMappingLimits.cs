namespace WeChatNotifications.Events;

/// <summary>Lengths (UTF-16 units) and counts of event mappings.</summary>
public static class EventMappingLimits
{
    /// <summary>Longest name.</summary>
    public const int NameLength = 128;

    /// <summary>Longest name of an event.</summary>
    public const int EventNameLength = 128;

    /// <summary>Longest path to a value.</summary>
    public const int PathLength = 256;

    /// <summary>Deepest path: so many names with points between.</summary>
    public const int MaxDepth = 4;

    /// <summary>Most values of one event that mappings can use.</summary>
    public const int MaxProperties = 500;

    /// <summary>Most fields of one mapping.</summary>
    public const int MaxFields = 30;

    /// <summary>Most conditions of one mapping.</summary>
    public const int MaxConditions = 10;

    /// <summary>Longest constant, and longest value of a condition.</summary>
    public const int ValueLength = 256;

    /// <summary>Longest pattern of a dedup key.</summary>
    public const int DedupKeyPatternLength = 200;

    /// <summary>Longest delay, in seconds: 30 days.</summary>
    public const int MaxDelaySeconds = 30 * 24 * 60 * 60;

    /// <summary>Most mappings of one tenant.</summary>
    public const int MaxMappings = 500;
}
