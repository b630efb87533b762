using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;
using WeChatNotifications.Permits;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Deliveries;

/// <summary>The queue's hot statements, written once per model.</summary>
internal sealed class SqlServerDeliveryStatements
{
    private static readonly ConditionalWeakTable<IModel, SqlServerDeliveryStatements> Cache = [];

    private SqlServerDeliveryStatements(IModel model)
    {
        Delivery = new SqlServerTable(model, typeof(DeliveryLog));
        var app = new SqlServerTable(model, typeof(AppCredential));
        Claim = ClaimOf(Delivery, app, newestFirst: false);
        ClaimNewestFirst = ClaimOf(Delivery, app, newestFirst: true);
        Renew = RenewOf(Delivery);
        Reap = ReapOf(Delivery, app, new SqlServerTable(model, typeof(FormIdUse)), new SqlServerTable(model, typeof(FormIdRecord)));
        Outcomes = RowsOf(Delivery, OutcomeProperties);
        OutcomesWithFallback = RowsOf(Delivery, [.. OutcomeProperties, .. FallbackProperties]);
        Record = RecordOf(Delivery, Outcomes);
        RecordWithFallback = RecordOf(Delivery, OutcomesWithFallback);
    }

    /// <summary>What the reaper has to know of a row in order to count it.</summary>
    public static IReadOnlyList<string> Counted { get; } =
    [
        nameof(DeliveryLog.Status), nameof(DeliveryLog.Reason), nameof(DeliveryLog.TenantId), nameof(DeliveryLog.AppCredentialId),
        nameof(DeliveryLog.TemplateName), nameof(DeliveryLog.BroadcastId),
    ];

    private static IReadOnlyList<string> OutcomeProperties { get; } =
    [
        nameof(DeliveryLog.Status), nameof(DeliveryLog.Reason), nameof(DeliveryLog.NotBefore), nameof(DeliveryLog.Attempts), nameof(DeliveryLog.WeChatMessageId),
        nameof(DeliveryLog.ErrorCode), nameof(DeliveryLog.ErrorMessage), nameof(DeliveryLog.Rid), nameof(DeliveryLog.SentAt), nameof(DeliveryLog.FinishedAt),
    ];

    /// <summary>What changes besides when another template has taken over.</summary>
    private static IReadOnlyList<string> FallbackProperties { get; } =
    [
        nameof(DeliveryLog.AppCredentialId), nameof(DeliveryLog.MessageTemplateId), nameof(DeliveryLog.TemplateName), nameof(DeliveryLog.Channel),
        nameof(DeliveryLog.OpenId), nameof(DeliveryLog.WeChatTemplateId), nameof(DeliveryLog.Data), nameof(DeliveryLog.Page),
        nameof(DeliveryLog.MiniProgramVersion), nameof(DeliveryLog.Language), nameof(DeliveryLog.ChannelOptions), nameof(DeliveryLog.Fallbacks),
    ];

    public SqlServerTable Delivery { get; }

    /// <summary>Takes due rows of one app and returns them whole.</summary>
    public string Claim { get; }

    /// <summary>As <see cref="Claim"/>, of the transactional ones those first that became due last.</summary>
    public string ClaimNewestFirst { get; }

    /// <summary>Prolongs claims.</summary>
    public string Renew { get; }

    /// <summary>Takes back rows whose lease has lapsed; returns of each what <see cref="Counted"/> names.</summary>
    public string Reap { get; }

    /// <summary>What <see cref="Record"/> takes.</summary>
    public RowSet<DeliveryOutcome> Outcomes { get; }

    /// <summary>What <see cref="RecordWithFallback"/> takes.</summary>
    public RowSet<DeliveryOutcome> OutcomesWithFallback { get; }

    /// <summary>Writes outcomes, and returns row and claim of what was written.</summary>
    public string Record { get; }

    /// <summary>As <see cref="Record"/>, for outcomes some of which fell back to another template.</summary>
    public string RecordWithFallback { get; }

    public static SqlServerDeliveryStatements For(IModel model) => Cache.GetValue(model, m => new SqlServerDeliveryStatements(m));

    /// <summary>
    /// Lane by lane, each from its own place in the index of waiting rows, so that a million scheduled rows of an urgent lane are never walked
    /// through. READPAST: what another node is claiming right now is its own. It asks for READCOMMITTEDLOCK where READ_COMMITTED_SNAPSHOT is on
    /// (learn.microsoft.com, "Table hints").
    /// </summary>
    private static string ClaimOf(SqlServerTable d, SqlServerTable a, bool newestFirst)
    {
        const int Transactional = (int)DeliveryPriority.Transactional;
        var (id, notBefore, priority) = (d[nameof(DeliveryLog.Id)], d[nameof(DeliveryLog.NotBefore)], d[nameof(DeliveryLog.Priority)]);
        string Take(DeliveryPriority lane) => $"""
            IF @left > 0 AND @lane >= {(int)lane}
            BEGIN
                ;WITH due AS (
                    SELECT TOP (@left) w.* FROM {d.Name} AS w WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)
                    WHERE w.{d[nameof(DeliveryLog.AppCredentialId)]} = @app AND w.{d[nameof(DeliveryLog.Status)]} = {(int)DeliveryStatus.Pending}
                        AND w.{priority} = {(int)lane} AND w.{notBefore} <= @now
                    ORDER BY w.{notBefore}{(newestFirst && lane == DeliveryPriority.Transactional ? " DESC" : "")})
                UPDATE due SET {d[nameof(DeliveryLog.Status)]} = {(int)DeliveryStatus.Sending}, {d[nameof(DeliveryLog.Attempts)]} = {d[nameof(DeliveryLog.Attempts)]} + 1,
                    {d[nameof(DeliveryLog.ClaimToken)]} = @token, {d[nameof(DeliveryLog.LeaseUntil)]} = @lease
                OUTPUT inserted.{id} INTO @claimed (Id);
                SET @left = @left - @@ROWCOUNT;
            END;
            """;
        var newest = newestFirst ? $"CASE WHEN d.{priority} = {Transactional} THEN d.{notBefore} END DESC, " : "";
        return $"""
            SET NOCOUNT ON;
            DECLARE @claimed TABLE (Id uniqueidentifier NOT NULL PRIMARY KEY);
            DECLARE @left int = @max;
            IF NOT EXISTS (
                SELECT 1 FROM {a.Name} AS a WHERE a.{a[nameof(AppCredential.Id)]} = @app AND a.{a[nameof(AppCredential.IsEnabled)]} = 1
                    AND (a.{a[nameof(AppCredential.PauseReason)]} IS NULL OR a.{a[nameof(AppCredential.PausedUntil)]} <= @now))
                SET @left = 0;
            {string.Join("\n", Enum.GetValues<DeliveryPriority>().Order().Select(Take))}
            SELECT d.* FROM {d.Name} AS d JOIN @claimed AS c ON d.{id} = c.Id ORDER BY d.{priority}, {newest}d.{notBefore}, d.{id};
            """;
    }

    /// <summary>READPAST: a row that is locked is just being recorded, and waiting for several of them at once may be a deadlock.</summary>
    private static string RenewOf(SqlServerTable d) => $"""
        UPDATE d SET {d[nameof(DeliveryLog.LeaseUntil)]} = @lease
        FROM {d.Name} AS d WITH (READPAST, ROWLOCK, READCOMMITTEDLOCK)
        WHERE d.{d[nameof(DeliveryLog.Status)]} = {(int)DeliveryStatus.Sending} AND d.{d[nameof(DeliveryLog.LeaseUntil)]} > @now
            AND d.{d[nameof(DeliveryLog.ClaimToken)]} IN (SELECT t.token FROM OPENJSON(@rows) WITH (token uniqueidentifier '$') AS t)
        """;

    private static string ReapOf(SqlServerTable d, SqlServerTable a, SqlServerTable u, SqlServerTable f)
    {
        const int Pending = (int)DeliveryStatus.Pending, Unconfirmed = (int)DeliveryStatus.Unconfirmed, Failed = (int)DeliveryStatus.Failed;
        var bound = $"""
            EXISTS (SELECT 1 FROM {u.Name} AS u JOIN {f.Name} AS f ON f.{f[nameof(FormIdRecord.Id)]} = u.{u[nameof(FormIdUse.FormIdRecordId)]}
                WHERE u.{u[nameof(FormIdUse.DeliveryLogId)]} = d.{d[nameof(DeliveryLog.Id)]} AND f.{f[nameof(FormIdRecord.Kind)]}
            """;
        string Column(string property) => d[property];
        var (channel, attempts, leaseUntil) = (Column(nameof(DeliveryLog.Channel)), Column(nameof(DeliveryLog.Attempts)), Column(nameof(DeliveryLog.LeaseUntil)));

        // WeChat refuses a second message itself where a form id pays for it, where none was sent without one, and while it remembers a first try.
        var refusedTwice = $"""
            (d.{channel} = {(int)MessageChannel.TemplateMessage} AND NOT {bound} <> {(int)FormIdKind.FormId}))
                        OR (d.{channel} = {(int)MessageChannel.UniformMessage} AND {bound} = {(int)FormIdKind.FormId}))
                        OR (d.{channel} = {(int)MessageChannel.OfficialAccountTemplateMessage} AND d.{attempts} <= 1 AND d.{leaseUntil} > @repeats)
            """;
        return $"""
            UPDATE d SET
                {Column(nameof(DeliveryLog.Status))} = CASE l.fate WHEN 3 THEN {Failed} WHEN 2 THEN {Unconfirmed} WHEN 1 THEN {Failed} ELSE {Pending} END,
                {Column(nameof(DeliveryLog.Reason))} = CASE l.fate WHEN 3 THEN {(int)DeliveryReason.ConfigurationFault} WHEN 1 THEN {(int)DeliveryReason.AttemptsExhausted} ELSE {(int)DeliveryReason.OutcomeUnknown} END,
                {Column(nameof(DeliveryLog.NotBefore))} = CASE WHEN l.fate = 0 THEN @now ELSE d.{Column(nameof(DeliveryLog.NotBefore))} END,
                {Column(nameof(DeliveryLog.FinishedAt))} = CASE WHEN l.fate = 0 THEN d.{Column(nameof(DeliveryLog.FinishedAt))} ELSE @now END,
                {Column(nameof(DeliveryLog.ErrorMessage))} = CASE WHEN l.fate = 3 THEN @removed ELSE @lost END,
                {Column(nameof(DeliveryLog.ErrorCode))} = NULL, {Column(nameof(DeliveryLog.Rid))} = NULL,
                {Column(nameof(DeliveryLog.ClaimToken))} = NULL, {leaseUntil} = NULL
            OUTPUT {string.Join(", ", Counted.Select(c => "inserted." + Column(c)))}
            FROM {d.Name} AS d WITH (UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK)
            LEFT JOIN {a.Name} AS a ON a.{a[nameof(AppCredential.Id)]} = d.{Column(nameof(DeliveryLog.AppCredentialId))}
            CROSS APPLY (SELECT CASE
                WHEN a.{a[nameof(AppCredential.Id)]} IS NULL THEN 3
                WHEN a.{a[nameof(AppCredential.UnconfirmedPolicy)]} = {(int)UnconfirmedPolicy.Hold} AND NOT ({refusedTwice}) THEN 2
                WHEN d.{attempts} >= @attempts THEN 1
                ELSE 0 END AS fate) AS l
            WHERE d.{Column(nameof(DeliveryLog.Status))} = {(int)DeliveryStatus.Sending} AND d.{leaseUntil} <= @now
            """;
    }

    private static RowSet<DeliveryOutcome> RowsOf(SqlServerTable d, IReadOnlyList<string> properties) => new(
    [
        RowColumn<DeliveryOutcome>.Of(d.Column(nameof(DeliveryLog.Id)), o => o.Delivery.Id),
        RowColumn<DeliveryOutcome>.Of(d.Column(nameof(DeliveryLog.ClaimToken)), o => o.ClaimToken),
        .. properties.Select(p => d.Column(p)).Select(c => new RowColumn<DeliveryOutcome>(c, o => c.ValueOf(o.Delivery), c.Name)),
    ]);

    private static string RecordOf(SqlServerTable d, RowSet<DeliveryOutcome> rows)
    {
        var (id, claim) = (d[nameof(DeliveryLog.Id)], d[nameof(DeliveryLog.ClaimToken)]);
        return $"""
            UPDATE d SET {string.Join(", ", rows.Columns.Skip(2).Select(c => $"{c.Alias} = o.{c.Alias}"))}, {claim} = NULL, {d[nameof(DeliveryLog.LeaseUntil)]} = NULL
            OUTPUT inserted.{id}, o.{claim}
            FROM {d.Name} AS d WITH (ROWLOCK) JOIN {rows.Source} AS o ON d.{id} = o.{id}
            WHERE d.{claim} = o.{claim} AND d.{d[nameof(DeliveryLog.Status)]} = {(int)DeliveryStatus.Sending}
            """;
    }
}
