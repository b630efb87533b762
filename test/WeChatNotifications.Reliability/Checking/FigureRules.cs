namespace WeChatNotifications.Reliability.Checking;

/// <summary>Statistics and a broadcast's counters say exactly what the log says.</summary>
internal static class FigureRules
{
    public const string Statistics = "statistics differ";
    public const string Broadcast = "broadcast differs";

    public static void Check(Evidence evidence, List<Violation> violations)
    {
        var counted = evidence.Log.Where(r => r.CountedHour is not null)
            .GroupBy(r => new Key(r.CountedHour!.Value, r.App, r.Template, r.Broadcast, r.Status, r.Reason, r.ErrorCode))
            .ToDictionary(g => g.Key, g => g.LongCount());
        var figures = evidence.Figures.GroupBy(f => new Key(f.Hour, f.App, f.Template, f.Broadcast, f.Status, f.Reason, f.ErrorCode))
            .ToDictionary(g => g.Key, g => g.Sum(f => f.Count));
        foreach (var key in counted.Keys.Union(figures.Keys))
        {
            var (inLog, inFigures) = (counted.GetValueOrDefault(key), figures.GetValueOrDefault(key));
            if (inLog != inFigures)
            {
                violations.Add(new(Statistics, $"{key}: {inLog} in the log, {inFigures} in the statistics"));
            }
        }

        foreach (var asked in evidence.Broadcasts)
        {
            CheckBroadcast(asked, evidence, violations);
        }
    }

    private static void CheckBroadcast(AskedBroadcast asked, Evidence evidence, List<Violation> violations)
    {
        if (evidence.BroadcastFigures.FirstOrDefault(b => b.Id == asked.Id) is not { } shown)
        {
            violations.Add(new(Broadcast, $"{asked.Id} is gone"));
            return;
        }

        var rows = evidence.Log.Where(r => r.Broadcast == asked.Id).ToList();
        var isCancelled = asked.IsCancelled && shown.Status == "cancelled";
        if (isCancelled ? rows.Count > asked.Recipients : shown.Status != "completed" || shown.Total != asked.Recipients || shown.Expanded != asked.Recipients || rows.Count != asked.Recipients)
        {
            violations.Add(new(Broadcast,
                $"{asked.Id} is {shown.Status} with a total of {shown.Total} and {shown.Expanded} expanded; {asked.Recipients} were on its list, {rows.Count} are in the log"));
        }

        foreach (var (status, count) in shown.Counts)
        {
            if (rows.LongCount(r => r.Status == status) is var inLog && inLog != count)
            {
                violations.Add(new(Broadcast, $"{asked.Id} says {count} {status}, the log {inLog}"));
            }
        }
    }

    private sealed record Key(DateTimeOffset Hour, Guid App, string Template, Guid? Broadcast, LogStatus Status, int Reason, int? ErrorCode);
}
