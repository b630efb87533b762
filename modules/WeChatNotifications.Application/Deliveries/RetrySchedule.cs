namespace WeChatNotifications.Deliveries;

/// <summary>When an attempt is made again.</summary>
internal static class RetrySchedule
{
    /// <summary>Exponential back-off with full jitter above a floor of half the base: many failures of one moment come back spread out.</summary>
    /// <param name="attempts">Attempts made so far, from 1.</param>
    /// <param name="options">Base and cap.</param>
    /// <param name="chance">A number from 0 to 1.</param>
    public static TimeSpan Delay(int attempts, DispatchOptions options, double chance)
    {
        var exponent = Math.Min(attempts - 1, 30);
        var ceiling = Math.Min(options.BackoffCap.TotalMilliseconds, options.BackoffBase.TotalMilliseconds * Math.Pow(2, exponent));
        var floor = options.BackoffBase.TotalMilliseconds / 2;
        return TimeSpan.FromMilliseconds(floor + (chance * Math.Max(0, ceiling - floor)));
    }
}
