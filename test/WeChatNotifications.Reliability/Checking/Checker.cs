namespace WeChatNotifications.Reliability.Checking;

/// <summary>
/// Compares what was asked with the log and with what WeChat saw. Knows the product's promises from its documents and none of its code: it is
/// given rows, and names those that break a promise.
/// </summary>
internal static class Checker
{
    public const string Lost = "lost";
    public const string Stuck = "stuck";
    public const string WrongEnd = "wrong end";
    public const string Unasked = "unasked";
    public const string Halved = "halved";
    public const string RolledBack = "rolled back";
    public const string Repeated = "stored twice";
    public const string Untold = "untold";

    public static Findings Check(Evidence evidence)
    {
        var violations = new List<Violation>();
        var log = evidence.Log.ToLookup(r => (r.Marker, r.OpenId));
        var arrivals = evidence.Arrivals.ToLookup(a => (a.Marker, a.OpenId));
        var lost = CheckAsked(evidence, log, arrivals, violations);
        CheckStored(evidence, arrivals, violations);
        CheckOrders(evidence, log, violations);
        var doubles = DoubleRules.Check(evidence, violations);
        TimeRules.Check(evidence, arrivals, violations);
        PermitRules.Check(evidence, violations);
        FigureRules.Check(evidence, violations);
        LeaseRules.Check(evidence, violations);
        return new Findings(violations, lost, doubles);
    }

    private static int CheckAsked(
        Evidence evidence, ILookup<(string, string), LogRow> log, ILookup<(string, string), Arrival> arrivals, List<Violation> violations)
    {
        var lost = 0;
        foreach (var asked in evidence.Messages)
        {
            var rows = log[(asked.Marker, asked.OpenId)].ToList();
            if (rows.Count > 1)
            {
                violations.Add(new(Repeated, $"{Name(asked)} was asked for once and stands in the log {rows.Count} times: {string.Join(", ", rows.Select(r => r.Id))}"));
            }

            switch (asked.Presence)
            {
                case Presence.Must when rows.Count == 0:
                    lost++;
                    violations.Add(new(Lost, $"{Name(asked)} was accepted by a host and is not in the log"));
                    break;
                case Presence.MustNot when rows.Count > 0 || arrivals[(asked.Marker, asked.OpenId)].Any():
                    violations.Add(new(RolledBack, $"{Name(asked)} was rolled back and is there: {string.Join(", ", rows.Select(Show))}"));
                    break;
                default:
                    break;
            }

            violations.AddRange(rows
                .Where(r => r.Status is not (LogStatus.Pending or LogStatus.Sending) && !asked.Ends.Contains(r.Status))
                .Select(r => new Violation(WrongEnd, $"{Name(asked)} may end as {string.Join(" or ", asked.Ends)}: {Show(r)}")));
        }

        foreach (var group in evidence.Messages.Where(m => m.Group is not null).GroupBy(m => m.Group))
        {
            var stored = group.Count(m => log[(m.Marker, m.OpenId)].Any());
            if (stored != 0 && stored != group.Count())
            {
                violations.Add(new(Halved, $"{group.Key} was asked for in one call of {group.Count()} messages; {stored} of them are in the log"));
            }
        }

        var asks = evidence.Messages.Select(m => (m.Marker, m.OpenId)).ToHashSet();
        violations.AddRange(evidence.Log.Where(r => !asks.Contains((r.Marker, r.OpenId))).Select(r => new Violation(Unasked, $"nobody asked for {Show(r)}")));
        return lost + evidence.Log.Count(r => IsSent(r) && !arrivals[(r.Marker, r.OpenId)].Any());
    }

    private static void CheckStored(Evidence evidence, ILookup<(string, string), Arrival> arrivals, List<Violation> violations)
    {
        foreach (var row in evidence.Log)
        {
            if (row.Status is LogStatus.Pending or LogStatus.Sending)
            {
                violations.Add(new(Stuck, $"nothing moves {Show(row)}, due {row.ReadyAt:O}"));
            }
            else if (row.IsClaimed)
            {
                violations.Add(new(Stuck, $"somebody still claims {Show(row)}"));
            }

            if (IsSent(row) && !arrivals[(row.Marker, row.OpenId)].Any())
            {
                violations.Add(new(Lost, $"WeChat never saw {Show(row)}"));
            }

            if (row is { Status: LogStatus.Sent or LogStatus.Confirmed, WeChatMessageId: { } id } && arrivals[(row.Marker, row.OpenId)].All(a => a.MessageId != id))
            {
                violations.Add(new(WrongEnd, $"WeChat's message {id} is another one than {Show(row)}"));
            }
        }

        var stored = evidence.Log.Select(r => (r.Marker, r.OpenId)).ToHashSet();
        violations.AddRange(evidence.Arrivals.Where(a => !stored.Contains((a.Marker, a.OpenId)))
            .Select(a => new Violation(Untold, $"WeChat has {a.Marker} to {a.OpenId}, of which the log knows nothing")));
    }

    private static void CheckOrders(Evidence evidence, ILookup<(string, string), LogRow> log, List<Violation> violations)
    {
        var stored = log.Select(g => g.Key.Item1).ToHashSet(StringComparer.Ordinal);
        violations.AddRange(evidence.Orders.Where(o => o.IsPaid != stored.Contains(o.Number)).Select(o => new Violation(
            Halved, o.IsPaid ? $"order {o.Number} is paid, and its message is not in the log" : $"order {o.Number} is not paid, and its message is in the log")));
    }

    internal static bool IsSent(LogRow row) => row.Status is LogStatus.Sent or LogStatus.Confirmed or LogStatus.Refused;

    internal static string Show(LogRow row)
        => $"{row.Marker} to {row.OpenId} ({row.Id}, {row.Status}, reason {row.Reason}, error {row.ErrorCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}, attempts {row.Attempts})";

    private static string Name(AskedMessage asked) => $"{asked.Kind} {asked.Marker} to {asked.OpenId}";
}
