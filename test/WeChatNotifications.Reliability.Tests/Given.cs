using WeChatNotifications.Reliability.Checking;

namespace WeChatNotifications.Reliability.Tests;

/// <summary>Made-up evidence.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly Guid App = Guid.Parse("0199a000-0000-7000-8000-000000000001");

    /// <summary>Four messages, asked for, sent and counted.</summary>
    public static Evidence AGoodRun()
    {
        List<LogRow> log = [.. Enumerable.Range(0, 4).Select(Row)];
        return new Evidence
        {
            Now = Now,
            Messages = [.. log.Select(r => new AskedMessage { Marker = r.Marker, OpenId = r.OpenId, Kind = "single" })],
            Log = log,
            Arrivals = [.. log.Select((r, i) => new Arrival(r.Marker, r.OpenId, "wx", Now.AddMinutes(-10 + i), i, FormId: ""))],
            Figures = FiguresOf(log),
        };
    }

    public static IReadOnlyList<FigureRow> FiguresOf(IEnumerable<LogRow> log)
        => [.. log.Where(r => r.CountedHour is not null).Select(r => new FigureRow(r.CountedHour!.Value, r.App, r.Template, r.Broadcast, r.Status, r.Reason, r.ErrorCode, 1))];

    /// <summary>The same with the first row changed, and counted as changed.</summary>
    public static Evidence WithFirst(this Evidence run, Func<LogRow, LogRow> change)
    {
        List<LogRow> log = [change(run.Log[0]), .. run.Log.Skip(1)];
        return run with { Log = log, Figures = FiguresOf(log) };
    }

    private static LogRow Row(int number) => new(
        Guid.CreateVersion7(), $"m-{number}", $"o-{number}", "order-paid", App, Broadcast: null, DedupKey: null, LogStatus.Sent, Reason: 0, ErrorCode: null,
        Attempts: 1, WeChatMessageId: number, IsClaimed: false, Now.AddMinutes(-11), new DateTimeOffset(2026, 11, 21, 11, 0, 0, TimeSpan.Zero));
}
