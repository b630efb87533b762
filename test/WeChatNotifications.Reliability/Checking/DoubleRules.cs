namespace WeChatNotifications.Reliability.Checking;

/// <summary>
/// A message reaches WeChat twice only where an answer or an outcome was lost, and never where the app holds such messages or a form id pays.
/// </summary>
internal static class DoubleRules
{
    public const string Twice = "twice";
    public const string TooOften = "more often than tried";
    public const string Unexplained = "double without a cause";

    /// <summary>How long before a fault an outcome may have waited to be recorded, and how long after it things still settle.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(2);

    /// <returns>Second acceptances by what explains them.</returns>
    public static IReadOnlyDictionary<string, int> Check(Evidence evidence, List<Violation> violations)
    {
        var explained = new Dictionary<string, int>(StringComparer.Ordinal);
        var asked = evidence.Messages.ToLookup(m => (m.Marker, m.OpenId));
        var rows = evidence.Log.ToLookup(r => (r.Marker, r.OpenId));
        var struck = evidence.StruckCalls.ToLookup(c => c.OpenId, StringComparer.Ordinal);
        foreach (var message in evidence.Arrivals.GroupBy(a => (a.Marker, a.OpenId)).Where(g => g.Count() > 1))
        {
            var times = message.OrderBy(a => a.At).ToList();
            var name = $"{message.Key.Marker} to {message.Key.OpenId}, accepted {times.Count} times, first {times[0].At:O}";
            if (asked[message.Key].Any(a => a.NeverTwice))
            {
                violations.Add(new(Twice, $"{name}: must never come twice"));
            }

            if (rows[message.Key].FirstOrDefault() is { WasRetriedByHand: false } row && row.Attempts < times.Count)
            {
                violations.Add(new(TooOften, $"{name}, tried {row.Attempts} times: {Checker.Show(row)}"));
            }

            foreach (var (first, second) in times.Zip(times.Skip(1)))
            {
                if (Explain(first, second, struck[message.Key.OpenId], evidence) is { } why)
                {
                    explained[why] = explained.GetValueOrDefault(why) + 1;
                }
                else
                {
                    violations.Add(new(Unexplained, $"{name}: nothing that was broken explains {first.At:O} and {second.At:O}"));
                }
            }
        }

        return explained;
    }

    /// <summary>
    /// The answer to the first was spoilt, or whoever made the call was broken between the call and its record. A repeat that comes sooner than a
    /// lease can lapse is one after a lost answer: of WeChat's faults, those of the wire to it, or a clock that made a lease look lapsed.
    /// </summary>
    private static string? Explain(Arrival first, Arrival second, IEnumerable<StruckCall> struck, Evidence evidence)
    {
        if (struck.FirstOrDefault(c => c.At >= first.At - Before && c.At <= second.At) is { } call)
        {
            return call.How;
        }

        // A node renews its leases long before they end; half of one is always left.
        var mayHaveLapsed = second.At - first.At >= evidence.Lease / 2;
        return evidence.Faults
            .Where(f => f.From <= first.At + Before && f.To >= first.At - After)
            .Where(f => mayHaveLapsed || f.Kind.Contains("WeChat", StringComparison.Ordinal) || f.Kind.StartsWith(TimeRules.ClockFault, StringComparison.Ordinal))
            .OrderBy(f => f.To - f.From).FirstOrDefault()?.Kind;
    }
}
