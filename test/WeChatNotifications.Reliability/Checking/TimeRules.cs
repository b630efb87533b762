namespace WeChatNotifications.Reliability.Checking;

/// <summary>Nothing before its time, and nothing after it was cancelled.</summary>
internal static class TimeRules
{
    public const string Early = "too early";
    public const string AfterCancel = "sent after cancelled";

    /// <summary>A fault of this kind moves a host's clock; what it then takes for due, it may send until its lease is over.</summary>
    public const string ClockFault = "clock";

    /// <summary>Clocks of two processes on one machine differ by no more.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(50);

    public static void Check(Evidence evidence, ILookup<(string, string), Arrival> arrivals, List<Violation> violations)
    {
        var clocks = evidence.Faults.Where(f => f.Kind.StartsWith(ClockFault, StringComparison.Ordinal)).ToList();
        foreach (var asked in evidence.Messages)
        {
            foreach (var arrival in arrivals[(asked.Marker, asked.OpenId)])
            {
                if (asked.NotBefore is { } due && arrival.At < due - Tolerance && !clocks.Exists(f => f.From <= arrival.At && arrival.At <= f.To + evidence.Lease))
                {
                    violations.Add(new(Early, $"{asked.Marker} to {asked.OpenId} was due {due:O} and came {arrival.At:O}"));
                }

                if (asked.CancelledAt is { } cancelled && arrival.At > cancelled)
                {
                    violations.Add(new(AfterCancel, $"{asked.Marker} to {asked.OpenId} was cancelled {cancelled:O} and came {arrival.At:O}"));
                }
            }
        }
    }
}
