using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using WeChatNotifications.Benchmarks.Stage;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Benchmarks.Broadcasts;

/// <summary>
/// Broadcasts to an uploaded list by the sample host, with single messages in between, and afterwards asks everybody: the API for its
/// counters, the database for its rows, the simulated WeChat for what arrived. They have to agree to the last message.
/// </summary>
internal sealed class BroadcastRun(BroadcastRunOptions options, TextWriter output)
{
    public const string Verb = "broadcast";

    private const string Singles = "o-alice";
    private const int WantedMemory = 400;
    private const double WantedSteadiness = 0.20;

    private static readonly TimeSpan SinglesWanted = TimeSpan.FromMilliseconds(500);

    /// <returns>Whether every recipient's message arrived and every counter is exact. A missed mark is printed, but is no failure.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await using var database = await KillableDatabase.StartAsync(cancellationToken);
        await using var simulator = await SimulatorProcess.StartAsync(cancellationToken);
        var stage = new BroadcastStage(database, simulator, output);
        var few = await MeasureAsync(stage, options.FewRecipients, kills: false, cancellationToken);
        var many = await MeasureAsync(stage, options.Recipients, kills: false, cancellationToken);
        await SayAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{many.Rate / few.Rate:P0} of the small one's rate ({Met(Math.Abs(1 - (many.Rate / few.Rate)) <= WantedSteadiness)}: within {WantedSteadiness:P0})"));
        var results = new List<BroadcastResult> { few, many };
        if (options.WithKills)
        {
            results.Add(await MeasureAsync(stage, options.Recipients, kills: true, cancellationToken));
        }

        return results.TrueForAll(r => r.Faults.Count == 0);
    }

    private static string Met(bool met) => met ? "met" : "MISSED";

    private async Task<BroadcastResult> MeasureAsync(BroadcastStage stage, int recipients, bool kills, CancellationToken cancellationToken)
    {
        await SayAsync($"{recipients:N0} recipients{(kills ? ", host and database are killed on the way" : "")}");
        await stage.PrepareAsync(recipients, options.DelayMs, cancellationToken);
        try
        {
            await stage.WarmUpAsync(cancellationToken);
            var uploading = Stopwatch.GetTimestamp();
            var id = await stage.UploadAsync(recipients, cancellationToken);
            await SayAsync($"  uploaded in {Stopwatch.GetElapsedTime(uploading).TotalSeconds:N1} s, host at {stage.Host.Memory:N0} MiB");
            var started = Stopwatch.GetTimestamp();
            await stage.Host.PostAsync($"broadcasts/{id}/start", body: null, cancellationToken);
            using var singlesEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var singles = stage.SendSinglesAsync(Singles, singlesEnd.Token);
            if (kills)
            {
                await stage.UntilAcceptedAsync(recipients * 3L / 10, cancellationToken);
                await stage.KillHostAsync(cancellationToken);
                await stage.UntilAcceptedAsync(recipients * 6L / 10, cancellationToken);
                await stage.KillDatabaseAsync(cancellationToken);
            }

            var counters = await stage.UntilOverAsync(id, cancellationToken);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            await singlesEnd.CancelAsync();
            var sent = await singles;
            var result = await CheckAsync(stage, id, recipients, sent, kills, counters, seconds, cancellationToken);
            await ReportAsync(stage, result, kills);
            return result;
        }
        finally
        {
            await stage.CloseAsync();
        }
    }

    private async Task ReportAsync(BroadcastStage stage, BroadcastResult result, bool kills)
    {
        await SayAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"  {result.Recipients:N0} in {result.Seconds:N1} s from the call to \"completed\", queued and sent within {result.SendingSeconds:N1} s = {result.Rate:N0}/s; host at most {stage.PeakMemory:N0} MiB ({Met(stage.PeakMemory < WantedMemory)}: below {WantedMemory}); {result.Duplicates:N0} came twice"));
        await SayAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"  the second tenth at {result.Recipients / 10 / result.SecondTenthSeconds:N0}/s, the ninth at {result.Recipients / 10 / result.NinthTenthSeconds:N0}/s"));
        await SayAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"  {result.Singles:N0} single messages meanwhile: p50 {result.SinglesP50.TotalMilliseconds:N0} ms, p99 {result.SinglesP99.TotalMilliseconds:N0} ms{(kills ? " (host and database away included)" : $" ({Met(result.SinglesP99 < SinglesWanted)}: p99 below {SinglesWanted.TotalMilliseconds:N0})")}"));
        foreach (var fault in result.Faults)
        {
            await SayAsync("  WRONG: " + fault);
        }

        if (result.Faults.Count == 0)
        {
            await SayAsync("  Nobody was missed; log, counters and statistics agree with what arrived.");
        }
    }

    private static async Task<BroadcastResult> CheckAsync(
        BroadcastStage stage, Guid id, int recipients, int singles, bool kills, JsonElement counters, double seconds, CancellationToken cancellationToken)
    {
        await stage.UntilQueueIsEmptyAsync(cancellationToken);
        var report = await stage.Simulator.Control.ReportAsync(cancellationToken);
        var log = await stage.QueryAsync(
            """SELECT count(*), count(DISTINCT "OpenId"), count(*) FILTER (WHERE "Status" IN (2, 3)) FROM "WeChatDeliveryLogs" WHERE "BroadcastId" = $1""", id, cancellationToken);
        var statistics = await stage.QueryAsync(
            """
            SELECT coalesce(sum("Count"), 0)::bigint FROM (
                SELECT "Count" FROM "WeChatDeliveryStatistics" WHERE "BroadcastId" = $1 UNION ALL SELECT "Count" FROM "WeChatDeliveryTallies" WHERE "BroadcastId" = $1) AS c
            """,
            id,
            cancellationToken);
        var sending = await stage.QueryAsync(
            """
            SELECT (extract(epoch FROM max("SentAt") - min("CreatedAt")) * 1000)::bigint,
                (extract(epoch FROM percentile_disc(0.2) WITHIN GROUP (ORDER BY "SentAt") - percentile_disc(0.1) WITHIN GROUP (ORDER BY "SentAt")) * 1000)::bigint,
                (extract(epoch FROM percentile_disc(0.9) WITHIN GROUP (ORDER BY "SentAt") - percentile_disc(0.8) WITHIN GROUP (ORDER BY "SentAt")) * 1000)::bigint
            FROM "WeChatDeliveryLogs" WHERE "BroadcastId" = $1
            """,
            id,
            cancellationToken);
        var waits = await stage.WaitsOfSinglesAsync(cancellationToken);
        var faults = new List<string>();
        Expect(log[0] == recipients, $"{log[0]:N0} rows in the log for {recipients:N0} recipients.");
        Expect(log[1] == recipients, $"{log[1]:N0} different recipients in the log for {recipients:N0}.");
        Expect(log[2] == recipients, $"{log[2]:N0} of {recipients:N0} were sent.");
        Expect(statistics[0] == recipients, $"The statistics count {statistics[0]:N0} outcomes.");
        Expect(counters.GetProperty("sent").GetInt64() == recipients, $"The API counts {counters.GetProperty("sent")} sent.");
        Expect(counters.GetProperty("expanded").GetInt64() == recipients, $"The API counts {counters.GetProperty("expanded")} expanded.");
        Expect(
            report.Distinct == BroadcastStage.WarmUp + recipients + singles,
            $"{report.Distinct:N0} different messages arrived, {BroadcastStage.WarmUp:N0} + {recipients:N0} + {singles:N0} were meant to.");
        Expect(kills || report.Duplicates == 0, $"{report.Duplicates:N0} came twice.");
        return new BroadcastResult(
            recipients, seconds, sending[0] / 1_000.0, sending[1] / 1_000.0, sending[2] / 1_000.0, report.Duplicates, waits.Count, Percentile(waits, 0.50), Percentile(waits, 0.99), faults);

        void Expect(bool holds, string otherwise)
        {
            if (!holds)
            {
                faults.Add(otherwise);
            }
        }
    }

    private static TimeSpan Percentile(IReadOnlyList<TimeSpan> sorted, double share)
        => sorted.Count == 0 ? TimeSpan.Zero : sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];

    private Task SayAsync(string line) => output.WriteLineAsync(line);
}

/// <summary>What became of one broadcast.</summary>
internal sealed record BroadcastResult(
    int Recipients, double Seconds, double SendingSeconds, double SecondTenthSeconds, double NinthTenthSeconds, long Duplicates, int Singles, TimeSpan SinglesP50, TimeSpan SinglesP99, IReadOnlyList<string> Faults)
{
    /// <summary>From the first recipient who was put into the queue to the last message that WeChat accepted.</summary>
    public double Rate => Recipients / SendingSeconds;
}
