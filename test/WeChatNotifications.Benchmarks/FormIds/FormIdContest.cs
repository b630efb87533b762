using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Npgsql;
using WeChatNotifications.Benchmarks.Stage;
using WeChatNotifications.Permits;

namespace WeChatNotifications.Benchmarks.FormIds;

/// <summary>
/// Eight processes claim the same 100,000 form ids of the same users as fast as they can. Nobody may get one twice, or one of somebody
/// else's, and of each user's the one that expires soonest goes first.
/// </summary>
internal sealed class FormIdContest(TextWriter output, bool isQuick)
{
    public const string Verb = "form-ids";

    private const int WantedRate = 2_000;
    private const int Batch = 1_000;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private int Processes { get; } = isQuick ? 3 : 8;

    private int Users { get; } = isQuick ? 200 : 2_000;

    private int PerUser { get; } = isQuick ? 10 : 50;

    /// <returns>Whether every form id went to one claim of its own user, in the order in which they expire.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.StartAsync(cancellationToken);
        var connection = await database.CreateAsync(options: null, cancellationToken);
        var job = new FormIdJob(connection, Guid.NewGuid(), Users, Concurrency: 8);
        await output.WriteLineAsync($"PostgreSQL {database.Version} (fsync {database.Settings["fsync"]}, synchronous_commit {database.Settings["synchronous_commit"]})");
        await CollectAsync(job, cancellationToken);

        var results = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => RunProcessAsync(job, cancellationToken)));
        var claims = results.SelectMany(r => r.Claims).ToList();
        var seconds = (results.Max(r => r.EndedAt) - results.Min(r => r.StartedAt)).TotalSeconds;
        var faults = await FindFaultsAsync(connection, results, cancellationToken);
        var rate = claims.Count / seconds;
        await output.WriteLineAsync(
            $"{Processes} processes, {Users:N0} users, {Users * PerUser:N0} form ids: {claims.Count:N0} claims in {seconds:N1} s = {rate:N0} claims/s ({(rate >= WantedRate ? "met" : "MISSED")}: {WantedRate:N0}); "
            + $"by process {string.Join(", ", results.Select(r => r.Claims.Count.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)))}");
        faults.ForEach(fault => output.WriteLine("WRONG: " + fault));
        if (faults.Count == 0)
        {
            await output.WriteLineAsync("Every form id was claimed once, for its own user, the soonest to expire first.");
        }

        return faults.Count == 0;
    }

    private async Task CollectAsync(FormIdJob job, CancellationToken cancellationToken)
    {
        await using var worker = await FormIdWorker.OpenAsync(job, migrate: true, cancellationToken);
        var (now, random) = (TimeProvider.System.GetUtcNow(), new Random(1));
        var all = Enumerable.Range(0, Users * PerUser).Select(i => FormIdRecord.Collect(
            null, job.App, FormIdJob.OpenId(i % Users), $"form-{i}", FormIdKind.FormId, uses: 1, now.AddSeconds(-random.Next(400_000)).AddMicroseconds(i), TimeSpan.FromDays(7), now)).ToList();
        var start = Stopwatch.GetTimestamp();
        foreach (var batch in all.Chunk(Batch))
        {
            await worker.UseAsync(s => s.CollectAsync(batch, maxPerUser: PerUser, cancellationToken));
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await output.WriteLineAsync($"Collected {all.Count:N0} in batches of {Batch:N0}: {all.Count / seconds:N0}/s");
    }

    private static async Task<List<string>> FindFaultsAsync(string connection, FormIdResult[] results, CancellationToken cancellationToken)
    {
        var stored = new Dictionary<string, (string OpenId, DateTime ExpiresAt, int UsesLeft, int Uses)>(StringComparer.Ordinal);
        await using (var source = new NpgsqlConnection(connection))
        {
            await source.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand(
                """
                SELECT f."FormId", f."OpenId", f."ExpiresAt", f."UsesLeft", (SELECT count(*)::int FROM "WeChatFormIdUses" u WHERE u."FormIdRecordId" = f."Id")
                FROM "WeChatFormIdRecords" f
                """,
                source);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                stored[reader.GetString(0)] = (reader.GetString(1), reader.GetDateTime(2), reader.GetInt32(3), reader.GetInt32(4));
            }
        }

        var faults = new List<string>();
        var claims = results.SelectMany(r => r.Claims).ToList();
        Expect(claims.Select(c => c.FormId).Distinct(StringComparer.Ordinal).Count() == claims.Count, "A form id was claimed twice.");
        Expect(claims.Count == stored.Count, $"{claims.Count:N0} claims for {stored.Count:N0} form ids.");
        Expect(claims.TrueForAll(c => stored[c.FormId].OpenId == c.OpenId), "A form id was claimed for another user.");
        Expect(stored.Values.All(s => s is { UsesLeft: 0, Uses: 1 }), "The tables do not say that each was claimed once.");
        Expect(
            results.SelectMany(r => r.Claims.GroupBy(c => (c.Worker, c.OpenId))).All(g => g.Zip(g.Skip(1)).All(p => stored[p.First.FormId].ExpiresAt < stored[p.Second.FormId].ExpiresAt)),
            "A later claim of the same worker got one that expires sooner.");
        return faults;

        void Expect(bool holds, string otherwise)
        {
            if (!holds)
            {
                faults.Add(otherwise);
            }
        }
    }

    /// <summary>The job goes in as a line of JSON, since a command line would show the password; the result comes out as one.</summary>
    private static async Task<FormIdResult> RunProcessAsync(FormIdJob job, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var program = Environment.ProcessPath!;
        string[] arguments = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Assembly.GetExecutingAssembly().Location, FormIdWorker.Verb] : [FormIdWorker.Verb];
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        try
        {
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(job).AsMemory(), limit.Token);
            await process.StandardInput.FlushAsync(limit.Token);
            var line = await process.StandardOutput.ReadLineAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return line is null || process.ExitCode != 0
                ? throw new InvalidOperationException($"A process ended with code {process.ExitCode} and no result.")
                : JsonSerializer.Deserialize<FormIdResult>(line)!;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
