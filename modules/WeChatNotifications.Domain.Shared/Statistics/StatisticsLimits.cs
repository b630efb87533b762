namespace WeChatNotifications.Statistics;

/// <summary>How much of the statistics is shown at once.</summary>
public static class StatisticsLimits
{
    /// <summary>Longest span by hour, in days.</summary>
    public const int MaxDaysByHour = 31;

    /// <summary>Longest span by anything else, in days.</summary>
    public const int MaxDays = 400;

    /// <summary>Most rows that are not of time; those with the smallest counts are summed up in none.</summary>
    public const int MaxRows = 500;

    /// <summary>Minutes of which the overview tells the pace.</summary>
    public const int PaceMinutes = 15;

    /// <summary>Where the overview stops counting what waits.</summary>
    public const int MaxBacklog = 100_000;

    /// <summary>Errors that the overview shows.</summary>
    public const int TopErrors = 5;
}
