using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;
using WeChatNotifications.EntityFrameworkCore.PostgreSql.Deliveries;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql.Permits;

/// <summary>The statements of form ids, written once per model. Each is a transaction by itself.</summary>
internal sealed class PostgreSqlFormIdStatements
{
    private static readonly ConditionalWeakTable<IModel, PostgreSqlFormIdStatements> Cache = [];

    private PostgreSqlFormIdStatements(IModel model)
    {
        var formId = new PostgreSqlTable(model, typeof(FormIdRecord));
        var use = new PostgreSqlTable(model, typeof(FormIdUse));
        Claim = ClaimOf(formId, use);
        Burn = BurnOf(formId, use);
        Settle = SettleOf(formId, use);
        Insert = InsertOf(formId);
        Limit = LimitOf(formId);
    }

    /// <summary>Finds or takes a permit. $1 app, $2 openid, $3 delivery, $4 now, $5 good until, $6 id for the use. Answers record, form id, kind, whether rebound.</summary>
    public string Claim { get; }

    /// <summary>Ends the form id that delivery $1 holds.</summary>
    public string Burn { get; }

    /// <summary>Ends the uses of deliveries $1; gives back those for which $2 says so.</summary>
    public string Settle { get; }

    /// <summary>Stores form ids given as arrays ($1 ids, $2 tenants, $3 apps, $4 openids, $5 form ids, $6 kinds, $7 uses, $8 collected, $9 expire); answers the ids of the new ones.</summary>
    public string Insert { get; }

    /// <summary>Takes out of use what users $2 of app $1 have beyond $3.</summary>
    public string Limit { get; }

    public static PostgreSqlFormIdStatements For(IModel model) => Cache.GetValue(model, m => new PostgreSqlFormIdStatements(m));

    /// <summary>
    /// What another process is taking right now is skipped. If nothing else is left, it is waited for: a prepay id has several uses, and what
    /// is taken may be given back; to skip it would tell a user with permits that there is none.
    /// </summary>
    private static string ClaimOf(PostgreSqlTable f, PostgreSqlTable u)
    {
        var (id, formId, kind, left, expires) = (f[nameof(FormIdRecord.Id)], f[nameof(FormIdRecord.FormId)], f[nameof(FormIdRecord.Kind)], f[nameof(FormIdRecord.UsesLeft)], f[nameof(FormIdRecord.ExpiresAt)]);
        var usable = $"""
            SELECT f.{id} AS id FROM {f.Name} f
            WHERE f.{f[nameof(FormIdRecord.AppCredentialId)]} = $1 AND f.{f[nameof(FormIdRecord.OpenId)]} = $2 AND f.{left} > 0 AND f.{expires} > $5
            """;
        return $"""
            WITH bound AS (
                SELECT f.{id} AS id, f.{formId} AS form_id, f.{kind} AS kind FROM {u.Name} u JOIN {f.Name} f ON f.{id} = u.{u[nameof(FormIdUse.FormIdRecordId)]}
                WHERE u.{u[nameof(FormIdUse.DeliveryLogId)]} = $3),
            free AS ({usable} AND NOT EXISTS (SELECT 1 FROM bound) ORDER BY f.{expires}, f.{id} LIMIT 1 FOR UPDATE SKIP LOCKED),
            waited AS ({usable} AND NOT EXISTS (SELECT 1 FROM bound) AND NOT EXISTS (SELECT 1 FROM free) ORDER BY f.{expires}, f.{id} LIMIT 1 FOR UPDATE),
            taken AS (
                UPDATE {f.Name} AS f SET {left} = f.{left} - 1 FROM (SELECT id FROM free UNION ALL SELECT id FROM waited) AS t WHERE f.{id} = t.id
                RETURNING f.{id} AS id, f.{formId} AS form_id, f.{kind} AS kind, f.{f[nameof(FormIdRecord.TenantId)]} AS tenant),
            used AS (
                INSERT INTO {u.Name} ({u[nameof(FormIdUse.Id)]}, {u[nameof(FormIdUse.TenantId)]}, {u[nameof(FormIdUse.FormIdRecordId)]}, {u[nameof(FormIdUse.DeliveryLogId)]}, {u[nameof(FormIdUse.At)]})
                SELECT $6, tenant, id, $3, $4 FROM taken)
            SELECT id, form_id, kind, true FROM bound UNION ALL SELECT id, form_id, kind, false FROM taken
            """;
    }

    private static string BurnOf(PostgreSqlTable f, PostgreSqlTable u) => $"""
        WITH gone AS (DELETE FROM {u.Name} WHERE {u[nameof(FormIdUse.DeliveryLogId)]} = $1 RETURNING {u[nameof(FormIdUse.FormIdRecordId)]} AS id)
        UPDATE {f.Name} AS f SET {f[nameof(FormIdRecord.UsesLeft)]} = 0 FROM gone WHERE f.{f[nameof(FormIdRecord.Id)]} = gone.id
        """;

    /// <summary>Records are locked in the order of their ids, so that two batches that give back uses of the same prepay ids never wait for each other.</summary>
    private static string SettleOf(PostgreSqlTable f, PostgreSqlTable u) => $"""
        WITH gone AS (
            DELETE FROM {u.Name} AS u USING unnest($1, $2) AS s(delivery, back) WHERE u.{u[nameof(FormIdUse.DeliveryLogId)]} = s.delivery
            RETURNING u.{u[nameof(FormIdUse.FormIdRecordId)]} AS id, s.back),
        back AS (SELECT id, count(*)::int AS uses FROM gone WHERE back GROUP BY id),
        locked AS (SELECT f.{f[nameof(FormIdRecord.Id)]} AS id, b.uses FROM back b JOIN {f.Name} f ON f.{f[nameof(FormIdRecord.Id)]} = b.id ORDER BY b.id FOR UPDATE OF f)
        UPDATE {f.Name} AS f SET {f[nameof(FormIdRecord.UsesLeft)]} = f.{f[nameof(FormIdRecord.UsesLeft)]} + l.uses FROM locked l WHERE f.{f[nameof(FormIdRecord.Id)]} = l.id
        """;

    private static string InsertOf(PostgreSqlTable f) => $"""
        INSERT INTO {f.Name} ({f[nameof(FormIdRecord.Id)]}, {f[nameof(FormIdRecord.TenantId)]}, {f[nameof(FormIdRecord.AppCredentialId)]}, {f[nameof(FormIdRecord.OpenId)]},
            {f[nameof(FormIdRecord.FormId)]}, {f[nameof(FormIdRecord.Kind)]}, {f[nameof(FormIdRecord.UsesLeft)]}, {f[nameof(FormIdRecord.CollectedAt)]}, {f[nameof(FormIdRecord.ExpiresAt)]})
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT ({f[nameof(FormIdRecord.AppCredentialId)]}, {f[nameof(FormIdRecord.FormId)]}) DO NOTHING RETURNING {f[nameof(FormIdRecord.Id)]}
        """;

    private static string LimitOf(PostgreSqlTable f)
    {
        var (id, left) = (f[nameof(FormIdRecord.Id)], f[nameof(FormIdRecord.UsesLeft)]);
        return $"""
            WITH placed AS (
                SELECT f.{id} AS id, row_number() OVER (PARTITION BY f.{f[nameof(FormIdRecord.OpenId)]} ORDER BY f.{f[nameof(FormIdRecord.ExpiresAt)]} DESC, f.{id} DESC) AS place
                FROM {f.Name} f WHERE f.{f[nameof(FormIdRecord.AppCredentialId)]} = $1 AND f.{f[nameof(FormIdRecord.OpenId)]} = ANY($2) AND f.{left} > 0),
            surplus AS (SELECT f.{id} AS id FROM placed p JOIN {f.Name} f ON f.{id} = p.id WHERE p.place > $3 ORDER BY f.{id} FOR UPDATE OF f)
            UPDATE {f.Name} AS f SET {left} = 0 FROM surplus s WHERE f.{id} = s.id
            """;
    }
}
