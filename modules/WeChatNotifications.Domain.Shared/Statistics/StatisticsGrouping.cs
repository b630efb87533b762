namespace WeChatNotifications.Statistics;

/// <summary>What deliveries are counted by, besides their state.</summary>
public enum StatisticsGrouping
{
    /// <summary>By the hour (UTC) in which they were sent or got their outcome.</summary>
    Hour,

    /// <summary>By the day of some time zone, made of whole hours.</summary>
    Day,

    /// <summary>By app.</summary>
    App,

    /// <summary>By the template's logical name.</summary>
    Template,

    /// <summary>By state and reason.</summary>
    Outcome,

    /// <summary>By state, reason and WeChat's error code.</summary>
    Error,

    /// <summary>By broadcast.</summary>
    Broadcast,
}
