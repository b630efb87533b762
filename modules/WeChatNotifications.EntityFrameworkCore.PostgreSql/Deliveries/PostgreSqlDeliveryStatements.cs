using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.PostgreSql.Statistics;
using WeChatNotifications.Permits;
using WeChatNotifications.Statistics;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql.Deliveries;

/// <summary>The queue's hot statements, written once per model.</summary>
internal sealed class PostgreSqlDeliveryStatements
{
    private static readonly ConditionalWeakTable<IModel, PostgreSqlDeliveryStatements> Cache = [];

    private PostgreSqlDeliveryStatements(IModel model)
    {
        var delivery = new PostgreSqlTable(model, typeof(DeliveryLog));
        var attempt = new PostgreSqlTable(model, typeof(DeliveryAttempt));
        var app = new PostgreSqlTable(model, typeof(AppCredential));
        var grant = new PostgreSqlTable(model, typeof(SubscriptionGrant));
        var tally = new PostgreSqlTable(model, typeof(DeliveryTally));
        var unlessStanding = $"ON CONFLICT ({delivery[nameof(DeliveryLog.TenantId)]}, {delivery[nameof(DeliveryLog.DedupKey)]}) WHERE {delivery[nameof(DeliveryLog.DedupKey)]} IS NOT NULL DO NOTHING RETURNING ";
        Insert = InsertOf(delivery, DeliveryColumns.Inserted.Select(c => c.Property), unlessStanding + delivery[nameof(DeliveryLog.Id)]);
        Copy = $"COPY {delivery.Name} ({string.Join(", ", DeliveryColumns.Inserted.Select(c => delivery[c.Property]))}) FROM STDIN (FORMAT BINARY)";
        InsertFinal = $"""
            WITH d AS ({InsertOf(delivery, DeliveryColumns.Inserted.Select(c => c.Property), unlessStanding + "*")}),
            counted AS (SELECT {PostgreSqlTallies.Returned(delivery)} FROM d),
            tallied AS ({PostgreSqlTallies.InsertFrom(tally, "counted")})
            SELECT {delivery[nameof(DeliveryLog.Id)]} FROM d
            """;
        InsertAttempts = InsertOf(attempt, DeliveryColumns.Attempts.Select(c => c.Property), conflict: "");
        Claim = ClaimOf(delivery, app, newestFirst: false);
        ClaimNewestFirst = ClaimOf(delivery, app, newestFirst: true);
        Renew = RenewOf(delivery);
        var (use, formId) = (new PostgreSqlTable(model, typeof(FormIdUse)), new PostgreSqlTable(model, typeof(FormIdRecord)));
        Reap = ReapOf(delivery, app, use, formId, tally);
        Record = RecordOf(delivery, grant, tally, RecordColumns, ("d." + delivery[nameof(DeliveryLog.AppCredentialId)], "d." + delivery[nameof(DeliveryLog.OpenId)], "d." + delivery[nameof(DeliveryLog.WeChatTemplateId)]));
        var ledger = RecordWithFallbackColumns.Count - 3;
        RecordWithFallback = RecordOf(delivery, grant, tally, RecordWithFallbackColumns, ($"o.c{ledger}", $"o.c{ledger + 1}", $"o.c{ledger + 2}"));
    }

    /// <summary>What <see cref="Record"/> takes.</summary>
    public static IReadOnlyList<ArrayColumn<DeliveryOutcome>> RecordColumns { get; } = [.. DeliveryColumns.Recorded, .. DeliveryColumns.OwnGrant];

    /// <summary>What <see cref="RecordWithFallback"/> takes.</summary>
    public static IReadOnlyList<ArrayColumn<DeliveryOutcome>> RecordWithFallbackColumns { get; } =
        [.. DeliveryColumns.Recorded, .. DeliveryColumns.FellBack, .. DeliveryColumns.AnyGrant];

    /// <summary>Inserts rows given as arrays; returns the ids of those that were not there already.</summary>
    public string Insert { get; }

    /// <summary>Takes rows that cannot be repeats of earlier ones as they come, without asking anything about each.</summary>
    public string Copy { get; }

    /// <summary>As <see cref="Insert"/>, for rows some of which have their outcome already.</summary>
    public string InsertFinal { get; }

    /// <summary>Inserts attempts given as arrays.</summary>
    public string InsertAttempts { get; }

    /// <summary>Takes due rows of one app and returns them whole.</summary>
    public string Claim { get; }

    /// <summary>As <see cref="Claim"/>, of the transactional ones those first that became due last.</summary>
    public string ClaimNewestFirst { get; }

    /// <summary>Prolongs claims.</summary>
    public string Renew { get; }

    /// <summary>Takes back rows whose lease has lapsed; returns how many went where.</summary>
    public string Reap { get; }

    /// <summary>Writes outcomes given as arrays, spends the grants, and returns row and claim of what was written.</summary>
    public string Record { get; }

    /// <summary>As <see cref="Record"/>, for outcomes some of which fell back to another template.</summary>
    public string RecordWithFallback { get; }

    public static PostgreSqlDeliveryStatements For(IModel model) => Cache.GetValue(model, m => new PostgreSqlDeliveryStatements(m));

    private static string InsertOf(PostgreSqlTable table, IEnumerable<string> properties, string conflict)
    {
        var names = properties.ToList();
        var columns = string.Join(", ", names.Select(n => table[n]));
        var arrays = string.Join(", ", names.Select((_, i) => $"${i + 1}"));
        return $"INSERT INTO {table.Name} ({columns}) SELECT * FROM unnest({arrays}) {conflict}";
    }

    /// <summary>
    /// One index range per lane, so that a million scheduled rows of an urgent lane are never walked through. SKIP LOCKED: what
    /// another node is claiming right now is its own.
    /// </summary>
    private static string ClaimOf(PostgreSqlTable d, PostgreSqlTable a, bool newestFirst)
    {
        string LaneOf(DeliveryPriority lane, string order) => $"""
            (SELECT w.{d[nameof(DeliveryLog.Id)]} AS id FROM {d.Name} w
            WHERE {(int)lane} <= @lane AND w.{d[nameof(DeliveryLog.AppCredentialId)]} = @app AND w.{d[nameof(DeliveryLog.Status)]} = {(int)DeliveryStatus.Pending}
                AND w.{d[nameof(DeliveryLog.Priority)]} = {(int)lane} AND w.{d[nameof(DeliveryLog.NotBefore)]} <= @now
            ORDER BY w.{d[nameof(DeliveryLog.NotBefore)]} {order} LIMIT @max FOR UPDATE SKIP LOCKED)
            """;

        return $"""
            WITH due AS (
                SELECT waiting.id FROM (
                    SELECT * FROM {LaneOf(DeliveryPriority.Transactional, newestFirst ? "DESC" : "ASC")} AS transactional
                    UNION ALL SELECT * FROM {LaneOf(DeliveryPriority.Normal, "ASC")} AS normal
                    UNION ALL SELECT * FROM {LaneOf(DeliveryPriority.Bulk, "ASC")} AS bulk) AS waiting
                WHERE EXISTS (
                    SELECT 1 FROM {a.Name} a WHERE a.{a[nameof(AppCredential.Id)]} = @app AND a.{a[nameof(AppCredential.IsEnabled)]}
                        AND (a.{a[nameof(AppCredential.PauseReason)]} IS NULL OR a.{a[nameof(AppCredential.PausedUntil)]} <= @now))
                LIMIT @max)
            UPDATE {d.Name} AS d SET {d[nameof(DeliveryLog.Status)]} = {(int)DeliveryStatus.Sending},
                {d[nameof(DeliveryLog.Attempts)]} = d.{d[nameof(DeliveryLog.Attempts)]} + 1,
                {d[nameof(DeliveryLog.ClaimToken)]} = @token, {d[nameof(DeliveryLog.LeaseUntil)]} = @lease
            FROM due WHERE d.{d[nameof(DeliveryLog.Id)]} = due.id
            RETURNING d.*
            """;
    }

    /// <summary>SKIP LOCKED: a row that is locked is just being recorded, and waiting for several of them at once may be a deadlock.</summary>
    private static string RenewOf(PostgreSqlTable d) => $"""
        UPDATE {d.Name} AS d SET {d[nameof(DeliveryLog.LeaseUntil)]} = @lease
        FROM (
            SELECT w.{d[nameof(DeliveryLog.Id)]} AS id FROM {d.Name} w
            WHERE w.{d[nameof(DeliveryLog.Status)]} = {(int)DeliveryStatus.Sending} AND w.{d[nameof(DeliveryLog.LeaseUntil)]} > @now
                AND w.{d[nameof(DeliveryLog.ClaimToken)]} = ANY(@tokens)
            FOR UPDATE SKIP LOCKED) AS ours
        WHERE d.{d[nameof(DeliveryLog.Id)]} = ours.id
        """;

    private static string ReapOf(PostgreSqlTable d, PostgreSqlTable a, PostgreSqlTable u, PostgreSqlTable f, PostgreSqlTable t)
    {
        const int Pending = (int)DeliveryStatus.Pending, Unconfirmed = (int)DeliveryStatus.Unconfirmed, Failed = (int)DeliveryStatus.Failed;
        var bound = $"""
            EXISTS (SELECT 1 FROM {u.Name} u JOIN {f.Name} f ON f.{f[nameof(FormIdRecord.Id)]} = u.{u[nameof(FormIdUse.FormIdRecordId)]}
                WHERE u.{u[nameof(FormIdUse.DeliveryLogId)]} = w.{d[nameof(DeliveryLog.Id)]} AND f.{f[nameof(FormIdRecord.Kind)]}
            """;
        return $"""
            WITH lapsed AS (
                SELECT w.{d[nameof(DeliveryLog.Id)]} AS id, a.{a[nameof(AppCredential.Id)]} IS NULL AS orphaned,
                    coalesce(a.{a[nameof(AppCredential.UnconfirmedPolicy)]} = {(int)UnconfirmedPolicy.Hold}, false) AND NOT CASE w.{d[nameof(DeliveryLog.Channel)]}
                        WHEN {(int)MessageChannel.TemplateMessage} THEN NOT {bound} <> {(int)FormIdKind.FormId})
                        WHEN {(int)MessageChannel.UniformMessage} THEN {bound} = {(int)FormIdKind.FormId})
                        WHEN {(int)MessageChannel.OfficialAccountTemplateMessage} THEN w.{d[nameof(DeliveryLog.Attempts)]} <= 1 AND w.{d[nameof(DeliveryLog.LeaseUntil)]} > @repeats
                        ELSE false END AS held,
                    w.{d[nameof(DeliveryLog.Attempts)]} >= @attempts AS exhausted
                FROM {d.Name} w LEFT JOIN {a.Name} a ON a.{a[nameof(AppCredential.Id)]} = w.{d[nameof(DeliveryLog.AppCredentialId)]}
                WHERE w.{d[nameof(DeliveryLog.Status)]} = {(int)DeliveryStatus.Sending} AND w.{d[nameof(DeliveryLog.LeaseUntil)]} <= @now
                FOR UPDATE OF w SKIP LOCKED),
            reaped AS (
                UPDATE {d.Name} AS d SET
                    {d[nameof(DeliveryLog.Status)]} = CASE WHEN l.orphaned THEN {Failed} WHEN l.held THEN {Unconfirmed} WHEN l.exhausted THEN {Failed} ELSE {Pending} END,
                    {d[nameof(DeliveryLog.Reason)]} = CASE WHEN l.orphaned THEN {(int)DeliveryReason.ConfigurationFault} WHEN l.exhausted AND NOT l.held
                        THEN {(int)DeliveryReason.AttemptsExhausted} ELSE {(int)DeliveryReason.OutcomeUnknown} END,
                    {d[nameof(DeliveryLog.NotBefore)]} = CASE WHEN l.orphaned OR l.held OR l.exhausted THEN d.{d[nameof(DeliveryLog.NotBefore)]} ELSE @now END,
                    {d[nameof(DeliveryLog.FinishedAt)]} = CASE WHEN l.orphaned OR l.held OR l.exhausted THEN @now ELSE d.{d[nameof(DeliveryLog.FinishedAt)]} END,
                    {d[nameof(DeliveryLog.ErrorMessage)]} = CASE WHEN l.orphaned THEN @removed ELSE @lost END,
                    {d[nameof(DeliveryLog.ErrorCode)]} = NULL, {d[nameof(DeliveryLog.Rid)]} = NULL,
                    {d[nameof(DeliveryLog.ClaimToken)]} = NULL, {d[nameof(DeliveryLog.LeaseUntil)]} = NULL
                FROM lapsed l WHERE d.{d[nameof(DeliveryLog.Id)]} = l.id
                RETURNING d.{d[nameof(DeliveryLog.Status)]} AS status, {PostgreSqlTallies.Returned(d)}),
            tallied AS ({PostgreSqlTallies.InsertFrom(t, "reaped")})
            SELECT count(*) FILTER (WHERE status = {Pending})::int, count(*) FILTER (WHERE status = {Unconfirmed})::int,
                count(*) FILTER (WHERE status = {Failed})::int FROM reaped
            """;
    }

    /// <summary>Grants are locked in the order of their users, as every writer of grants does, so that two never wait for each other.</summary>
    private static string RecordOf(
        PostgreSqlTable d, PostgreSqlTable g, PostgreSqlTable t, IReadOnlyList<ArrayColumn<DeliveryOutcome>> columns, (string App, string OpenId, string Template) ledger)
    {
        const int Spent = (int)GrantEffect.Spent, UsedUp = (int)GrantEffect.UsedUp;
        var effect = columns.Select((c, i) => (c.Property, i)).Single(c => c.Property == nameof(GrantChange.Effect)).i;
        var names = string.Join(", ", columns.Select((_, i) => "c" + i));
        var arrays = string.Join(", ", columns.Select((_, i) => $"${i + 1}"));
        var assignments = string.Join(", ", columns.Take(effect).Select((c, i) => (c, i)).Skip(2).Select(c => $"{d[c.c.Property]} = o.c{c.i}"));
        return $"""
            WITH done AS (
                UPDATE {d.Name} AS d SET {assignments}, {d[nameof(DeliveryLog.ClaimToken)]} = NULL, {d[nameof(DeliveryLog.LeaseUntil)]} = NULL
                FROM unnest({arrays}) AS o({names})
                WHERE d.{d[nameof(DeliveryLog.Id)]} = o.c0 AND d.{d[nameof(DeliveryLog.ClaimToken)]} = o.c1 AND d.{d[nameof(DeliveryLog.Status)]} = {(int)DeliveryStatus.Sending}
                RETURNING d.{d[nameof(DeliveryLog.Id)]} AS id, o.c1 AS claim, o.c{effect} AS effect, {ledger.App} AS app, {ledger.OpenId} AS openid, {ledger.Template} AS template,
                    coalesce(d.{d[nameof(DeliveryLog.FinishedAt)]}, d.{d[nameof(DeliveryLog.NotBefore)]}) AS at, {PostgreSqlTallies.Returned(d)}),
            tallied AS ({PostgreSqlTallies.InsertFrom(t, "done")}),
            meant AS (
                SELECT app, openid, template, count(*) FILTER (WHERE effect = {Spent}) AS sent, bool_or(effect = {UsedUp}) AS used_up, max(at) AS at
                FROM done WHERE effect IS NOT NULL GROUP BY app, openid, template),
            mine AS (
                SELECT g.{g[nameof(SubscriptionGrant.Id)]} AS id, m.sent, m.used_up, m.at
                FROM meant m JOIN {g.Name} g ON g.{g[nameof(SubscriptionGrant.AppCredentialId)]} = m.app AND g.{g[nameof(SubscriptionGrant.OpenId)]} = m.openid
                    AND g.{g[nameof(SubscriptionGrant.WeChatTemplateId)]} = m.template
                ORDER BY m.openid COLLATE "C", m.template COLLATE "C" FOR UPDATE OF g),
            spent AS (
                UPDATE {g.Name} AS g SET
                    {g[nameof(SubscriptionGrant.Remaining)]} = CASE WHEN m.used_up THEN 0 WHEN g.{g[nameof(SubscriptionGrant.IsLongTerm)]} THEN g.{g[nameof(SubscriptionGrant.Remaining)]}
                        ELSE greatest(0, g.{g[nameof(SubscriptionGrant.Remaining)]} - m.sent) END,
                    {g[nameof(SubscriptionGrant.LastDecision)]} = CASE WHEN m.used_up THEN {(int)GrantDecision.UsedUp} ELSE g.{g[nameof(SubscriptionGrant.LastDecision)]} END,
                    {g[nameof(SubscriptionGrant.UpdatedAt)]} = greatest(m.at, g.{g[nameof(SubscriptionGrant.UpdatedAt)]})
                FROM mine m WHERE g.{g[nameof(SubscriptionGrant.Id)]} = m.id)
            SELECT id, claim FROM done
            """;
    }
}
