using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Permits;

/// <summary>The statements of form ids, written once per model.</summary>
internal sealed class SqlServerFormIdStatements
{
    private static readonly ConditionalWeakTable<IModel, SqlServerFormIdStatements> Cache = [];

    private readonly RowSet<DeliveryOutcome> _settled;
    private readonly string _settle;

    private SqlServerFormIdStatements(IModel model)
    {
        FormId = new SqlServerTable(model, typeof(FormIdRecord));
        Use = new SqlServerTable(model, typeof(FormIdUse));
        _settled = new(
        [
            RowColumn<DeliveryOutcome>.Of(Use.Column(nameof(FormIdUse.DeliveryLogId)), o => o.Delivery.Id),
            RowColumn<DeliveryOutcome>.Of(FormId.Column(nameof(FormIdRecord.UsesLeft)), o => o.FormId == FormIdSettlement.GivenBack ? 1 : 0),
        ]);
        Claim = ClaimOf(FormId, Use);
        Limit = LimitOf(FormId);
        _settle = SettleOf(FormId, Use, _settled);
    }

    public SqlServerTable FormId { get; }

    public SqlServerTable Use { get; }

    /// <summary>Finds or takes a permit; to be run in a transaction. Answers record, form id, kind, whether rebound.</summary>
    public string Claim { get; }

    /// <summary>Takes out of use what users <c>@rows</c> of app <c>@app</c> have beyond <c>@most</c>.</summary>
    public string Limit { get; }

    public static SqlServerFormIdStatements For(IModel model) => Cache.GetValue(model, m => new SqlServerFormIdStatements(m));

    /// <summary>Ends the uses of deliveries, and gives back those that were not spent.</summary>
    public async Task SettleAsync(SqlServerSession session, IReadOnlyCollection<DeliveryOutcome> recorded, CancellationToken cancellationToken)
    {
        var settled = recorded.Where(o => o.FormId is not null).ToList();
        if (settled.Count > 0)
        {
            await session.ExecuteAsync(_settle, cancellationToken, ("@rows", _settled.ToJson(settled))).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// What another process is taking right now is passed over. If nothing else is left, it is waited for: a prepay id has several uses, and
    /// what is taken may be given back; to pass it over would tell a user with permits that there is none.
    /// </summary>
    private static string ClaimOf(SqlServerTable f, SqlServerTable u)
    {
        var (id, formId, kind, left) = (f[nameof(FormIdRecord.Id)], f.Column(nameof(FormIdRecord.FormId)), f[nameof(FormIdRecord.Kind)], f[nameof(FormIdRecord.UsesLeft)]);
        var expires = f[nameof(FormIdRecord.ExpiresAt)];
        string Take(string hints) => $"""
            WITH usable AS (
                    SELECT TOP (1) f.* FROM {f.Name} AS f WITH ({hints})
                    WHERE f.{f[nameof(FormIdRecord.AppCredentialId)]} = @app AND f.{f[nameof(FormIdRecord.OpenId)]} = @openid AND f.{left} > 0 AND f.{expires} > @good
                    ORDER BY f.{expires}, f.{id})
                UPDATE usable SET {left} = {left} - 1
                OUTPUT inserted.{id}, inserted.{formId.Name}, inserted.{kind}, inserted.{f[nameof(FormIdRecord.TenantId)]}, 0 INTO @permit (Id, FormId, Kind, TenantId, IsRebound);
            """;
        return $"""
            SET NOCOUNT ON;
            DECLARE @permit TABLE (Id uniqueidentifier NOT NULL, FormId {formId.Type}{formId.Collate} NOT NULL, Kind int NOT NULL, TenantId uniqueidentifier NULL, IsRebound bit NOT NULL);
            INSERT INTO @permit (Id, FormId, Kind, TenantId, IsRebound)
            SELECT f.{id}, f.{formId.Name}, f.{kind}, f.{f[nameof(FormIdRecord.TenantId)]}, 1
            FROM {u.Name} AS u JOIN {f.Name} AS f ON f.{id} = u.{u[nameof(FormIdUse.FormIdRecordId)]}
            WHERE u.{u[nameof(FormIdUse.DeliveryLogId)]} = @delivery;
            IF NOT EXISTS (SELECT 1 FROM @permit)
            BEGIN
                ;{Take("UPDLOCK, READPAST, ROWLOCK, READCOMMITTEDLOCK")}
                IF NOT EXISTS (SELECT 1 FROM @permit)
                BEGIN
                    ;{Take("UPDLOCK, ROWLOCK")}
                END;
                INSERT INTO {u.Name} ({u[nameof(FormIdUse.Id)]}, {u[nameof(FormIdUse.TenantId)]}, {u[nameof(FormIdUse.FormIdRecordId)]}, {u[nameof(FormIdUse.DeliveryLogId)]}, {u[nameof(FormIdUse.At)]})
                SELECT @use, p.TenantId, p.Id, @delivery, @now FROM @permit AS p;
            END;
            SELECT p.Id, p.FormId, p.Kind, p.IsRebound FROM @permit AS p;
            """;
    }

    private static string SettleOf(SqlServerTable f, SqlServerTable u, RowSet<DeliveryOutcome> rows)
    {
        var (delivery, record) = (u[nameof(FormIdUse.DeliveryLogId)], u[nameof(FormIdUse.FormIdRecordId)]);
        var (id, left) = (f[nameof(FormIdRecord.Id)], f[nameof(FormIdRecord.UsesLeft)]);
        return $"""
            SET NOCOUNT ON;
            DECLARE @gone TABLE (Record uniqueidentifier NOT NULL, Back int NOT NULL);
            DELETE u OUTPUT deleted.{record}, s.{left} INTO @gone (Record, Back)
            FROM {u.Name} AS u JOIN {rows.Source} AS s ON u.{delivery} = s.{delivery};
            UPDATE f SET {left} = f.{left} + b.Uses
            FROM {f.Name} AS f WITH (UPDLOCK, ROWLOCK)
            JOIN (SELECT g.Record, SUM(g.Back) AS Uses FROM @gone AS g WHERE g.Back > 0 GROUP BY g.Record) AS b ON b.Record = f.{id};
            """;
    }

    private static string LimitOf(SqlServerTable f)
    {
        var openId = f.Column(nameof(FormIdRecord.OpenId));
        return $"""
            WITH placed AS (
                SELECT f.{f[nameof(FormIdRecord.UsesLeft)]},
                    ROW_NUMBER() OVER (PARTITION BY f.{openId.Name} ORDER BY f.{f[nameof(FormIdRecord.ExpiresAt)]} DESC, f.{f[nameof(FormIdRecord.Id)]} DESC) AS Place
                FROM {f.Name} AS f WITH (UPDLOCK, ROWLOCK)
                WHERE f.{f[nameof(FormIdRecord.AppCredentialId)]} = @app AND f.{f[nameof(FormIdRecord.UsesLeft)]} > 0
                    AND f.{openId.Name} IN (SELECT o.openid{openId.Collate} FROM OPENJSON(@rows) WITH (openid {openId.Type} '$') AS o))
            UPDATE placed SET {f[nameof(FormIdRecord.UsesLeft)]} = 0 WHERE Place > @most
            """;
    }
}
