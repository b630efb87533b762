using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using WeChatNotifications.Reliability.Faults;
using WeChatNotifications.Reliability.Stage;
using WeChatNotifications.Reliability.Work;
using WeChatNotifications.Simulator.Reports;

namespace WeChatNotifications.Reliability.Checking;

/// <summary>Gathers what is there after a run: by SQL of its own, from the hosts' API, and from the simulated WeChat.</summary>
internal sealed class EvidenceReader(Cluster cluster, Ledger ledger, FaultLog faults, TimeProvider time)
{
    public const string OtherWay = "works otherwise";

    /// <summary>The demonstration's key of the host's own people, who may see the jobs.</summary>
    private const string HostApiKey = "demo-host-key-for-local-use-only";

    /// <summary>Leases that are no job's are of seconds: an app's token.</summary>
    private static readonly TimeSpan LongestShortLease = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, TimeSpan> _jobs = new(StringComparer.Ordinal);

    private const string Marker = """coalesce("Data"::jsonb ->> 'character_string1', "Data"::jsonb ->> 'keyword1', '')""";

    /// <summary>Reads what only running hosts tell.</summary>
    public async Task<IReadOnlyList<BroadcastRow>> ReadBroadcastsAsync(CancellationToken cancellationToken)
    {
        var rows = new List<BroadcastRow>();
        foreach (var asked in ledger.Broadcasts)
        {
            var shown = await Api.CallAsync(cluster.Nodes[0], HttpMethod.Get, $"broadcasts/{asked.Id}", body: null, cancellationToken);
            rows.Add(new(
                asked.Id,
                shown.GetProperty("status").GetString()!,
                shown.GetProperty("total") is { ValueKind: JsonValueKind.Number } total ? total.GetInt64() : null,
                shown.GetProperty("expanded").GetInt64(),
                new[] { LogStatus.Sending, LogStatus.Sent, LogStatus.Confirmed, LogStatus.Refused, LogStatus.Failed, LogStatus.Skipped, LogStatus.Cancelled, LogStatus.Unconfirmed }
                    .ToDictionary(s => s, s => shown.GetProperty(JsonNamingPolicy.CamelCase.ConvertName(s.ToString())).GetInt64())));
        }

        return rows;
    }

    /// <summary>Reads everything else; the hosts may have stopped.</summary>
    public async Task<Evidence> ReadAsync(IReadOnlyList<BroadcastRow> broadcasts, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(cluster.Database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        var retried = ledger.Messages.Where(m => m.Kind == Workload.RetriedKind).Select(m => m.Marker).ToHashSet(StringComparer.Ordinal);
        return new Evidence
        {
            Now = time.GetUtcNow(),
            Lease = cluster.Lease,
            Messages = ledger.Messages,
            Broadcasts = ledger.Broadcasts,
            Grants = ledger.Grants,
            Faults = faults.Windows,
            BroadcastFigures = broadcasts,
            Log = [.. (await ReadLogAsync(connection, cancellationToken)).Select(r => r with { WasRetriedByHand = retried.Contains(r.Marker) })],
            Arrivals = await ReadArrivalsAsync(cancellationToken),
            StruckCalls = await ReadStruckAsync(cancellationToken),
            Orders = await ReadAsync(connection, """SELECT "Number", "Status" > 0 FROM orders.orders""", r => new OrderRow(r.GetString(0), r.GetBoolean(1)), cancellationToken),
            Figures = await ReadFiguresAsync(connection, cancellationToken),
            FormIds = await ReadFormIdsAsync(connection, cancellationToken),
            GrantLedgers = await ReadGrantsAsync(connection, cancellationToken),
            Leases = await ReadAsync(connection, """SELECT "Name", "Until" FROM "WeChatLeases" """, r => new LeaseRow(r.GetString(0), r.GetFieldValue<DateTimeOffset>(1), LongestOf(r.GetString(0))), cancellationToken),
            Tokens = await ReadTokensAsync(cancellationToken),
        };
    }

    private static Task<List<LogRow>> ReadLogAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => ReadAsync(
        connection,
        $"""
        SELECT "Id", {Marker}, "OpenId", "TemplateName", "AppCredentialId", "BroadcastId", "DedupKey", "Status", "Reason", "ErrorCode", "Attempts", "WeChatMessageId",
            "ClaimToken" IS NOT NULL OR "LeaseUntil" IS NOT NULL, "NotBefore",
            CASE WHEN "FinishedAt" IS NOT NULL THEN date_trunc('hour', coalesce("SentAt", "FinishedAt"), 'UTC') END
        FROM "WeChatDeliveryLogs"
        """,
        r => new LogRow(
            r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetGuid(4), Maybe<Guid>(r, 5), r.IsDBNull(6) ? null : r.GetString(6), (LogStatus)r.GetInt32(7), r.GetInt32(8),
            Maybe<int>(r, 9), r.GetInt32(10), Maybe<long>(r, 11), r.GetBoolean(12), r.GetFieldValue<DateTimeOffset>(13), Maybe<DateTimeOffset>(r, 14)),
        cancellationToken);

    private static Task<List<FigureRow>> ReadFiguresAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => ReadAsync(
        connection,
        """
        SELECT "Hour", "AppCredentialId", "TemplateName", "BroadcastId", "Status", "Reason", "ErrorCode", sum("Count")::bigint FROM (
            SELECT "Hour", "AppCredentialId", "TemplateName", "BroadcastId", "Status", "Reason", "ErrorCode", "Count" FROM "WeChatDeliveryStatistics"
            UNION ALL SELECT "Hour", "AppCredentialId", "TemplateName", "BroadcastId", "Status", "Reason", "ErrorCode", "Count" FROM "WeChatDeliveryTallies") AS counts
        GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum("Count") <> 0
        """,
        r => new FigureRow(
            r.GetFieldValue<DateTimeOffset>(0), r.GetGuid(1), r.GetString(2), Maybe<Guid>(r, 3), (LogStatus)r.GetInt32(4), r.GetInt32(5), Maybe<int>(r, 6), r.GetInt64(7)),
        cancellationToken);

    private async Task<List<PermitRow>> ReadFormIdsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var here = (await ReadAsync(
                connection,
                """
                SELECT f."FormId", f."OpenId", f."UsesLeft", (SELECT count(*) FROM "WeChatFormIdUses" u WHERE u."FormIdRecordId" = f."Id")::int FROM "WeChatFormIdRecords" f
                """,
                r => (FormId: r.GetString(0), OpenId: r.GetString(1), Uses: r.GetInt32(2), Bound: r.GetInt32(3)),
                cancellationToken))
            .ToDictionary(f => f.FormId, StringComparer.Ordinal);
        var rows = new List<PermitRow>();
        foreach (var (appId, openId) in ledger.FormIdUsers)
        {
            foreach (var issued in await cluster.WeChat.Control.FormIdsAsync(appId, openId, cancellationToken))
            {
                var known = here.Remove(issued.FormId, out var record);
                rows.Add(new(issued.FormId, openId, issued.UsesLeft, known ? record.Uses : null, known ? record.Bound : 0));
            }
        }

        rows.AddRange(here.Values.Select(f => new PermitRow(f.FormId, f.OpenId, UsesAtWeChat: null, f.Uses, f.Bound)));
        return rows;
    }

    private async Task<List<GrantRow>> ReadGrantsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var here = (await ReadAsync(
                connection,
                """SELECT g."OpenId", g."WeChatTemplateId", g."Remaining" FROM "WeChatSubscriptionGrants" g""",
                r => (OpenId: r.GetString(0), Template: r.GetString(1), Remaining: r.GetInt32(2)),
                cancellationToken))
            .ToDictionary(g => (g.OpenId, g.Template), g => g.Remaining);
        var rows = new List<GrantRow>();
        foreach (var grant in ledger.Grants)
        {
            var there = (await cluster.WeChat.Control.GrantsAsync(grant.AppId, grant.OpenId, cancellationToken)).FirstOrDefault(g => g.TemplateId == grant.WeChatTemplateId);
            if (here.TryGetValue((grant.OpenId, grant.WeChatTemplateId), out var remaining))
            {
                rows.Add(new(grant.AppId, grant.OpenId, grant.WeChatTemplateId, there?.Sends ?? 0, remaining));
            }
        }

        return rows;
    }

    private async Task<List<Arrival>> ReadArrivalsAsync(CancellationToken cancellationToken)
    {
        var arrivals = new List<Arrival>();
        for (long? after = 0; after is { } from;)
        {
            var page = await cluster.WeChat.Control.MessagesAsync(new() { After = from, Limit = 5_000 }, cancellationToken);
            arrivals.AddRange(page.Messages.Select(m => new Arrival(
                m.Data.GetValueOrDefault("character_string1") ?? m.Data.GetValueOrDefault("keyword1") ?? "", m.OpenId, m.AppId, m.At, m.MsgId, m.FormId)));
            after = page.Next;
        }

        return arrivals;
    }

    /// <summary>Calls whose answer cannot have reached the caller, or not as it was.</summary>
    private async Task<List<StruckCall>> ReadStruckAsync(CancellationToken cancellationToken)
    {
        var calls = await cluster.WeChat.Control.CallsAsync(int.MaxValue, cancellationToken);
        return [.. calls.Where(IsSpoilt).Select(c => new StruckCall(c.OpenId!, c.At, c.Outcome))];

        static bool IsSpoilt(CallRecord call) => call.OpenId is not null && (call.Outcome.StartsWith("fault:", StringComparison.Ordinal) || call.Outcome == "client-gone");
    }

    /// <summary>A host may fetch a token when it starts, and each app's again when WeChat took it away, did not give it, or refused it.</summary>
    private async Task<List<TokenRow>> ReadTokensAsync(CancellationToken cancellationToken)
    {
        var report = await cluster.WeChat.Control.ReportAsync(cancellationToken);
        var counts = faults.Counts;
        // Each of these ends the token in every host's hands, or the call that brings one; each may make every host ask anew.
        var reasons = counts.Where(c => c.Key.StartsWith("WeChat", StringComparison.Ordinal) || c.Key.Contains("to WeChat", StringComparison.Ordinal)).Sum(c => c.Value);
        var starts = cluster.Nodes.Sum(n => n.Starts);
        return [.. report.TokenCalls.GroupBy(t => t.AppId, StringComparer.Ordinal)
            .Select(g => new TokenRow(g.Key, g.Sum(t => t.Calls), (starts * 2) + (reasons * (cluster.Nodes.Count + 1))))];
    }

    /// <summary>Learns from a running host how long jobs keep their leases.</summary>
    public async Task ReadJobsAsync(CancellationToken cancellationToken)
    {
        foreach (var job in await ListAsync(cluster.Nodes[0], "jobs", cancellationToken))
        {
            if (job.GetProperty("interval").GetString() is { } interval)
            {
                _jobs[job.GetProperty("name").GetString()!] = TimeSpan.Parse(interval, CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>Asks the running hosts how they come by their work: a run in which they do so otherwise than was meant proves nothing.</summary>
    public async Task<IReadOnlyList<Violation>> FindOtherWaysAsync(WayOfWork meant, CancellationToken cancellationToken)
    {
        var found = new List<Violation>();
        foreach (var node in cluster.Nodes)
        {
            var shown = (await ListAsync(node, "nodes", cancellationToken)).First(n => n.GetProperty("isThisNode").GetBoolean()).GetProperty("work").GetString();
            if (shown != meant.Shown)
            {
                found.Add(new(OtherWay, $"host {node.Number} gets its work by {shown}, not by {meant.Shown}"));
            }
        }

        return found;
    }

    private static async Task<IEnumerable<JsonElement>> ListAsync(HostNode node, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Api.Root + path, UriKind.Relative)) { Headers = { { "X-Api-Key", HostApiKey } } };
        using var response = await node.Http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).EnumerateArray();
    }

    private TimeSpan LongestOf(string lease)
    {
        var job = lease.StartsWith("job:", StringComparison.Ordinal) ? lease[4..] : "";
        return _jobs.TryGetValue(job, out var interval) && interval > LongestShortLease ? interval : LongestShortLease;
    }

    private static T? Maybe<T>(NpgsqlDataReader reader, int column)
        where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    private static async Task<List<T>> ReadAsync<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
