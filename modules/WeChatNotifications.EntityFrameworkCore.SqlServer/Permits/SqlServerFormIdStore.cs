using Microsoft.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.EntityFrameworkCore.Permits;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Permits;

/// <summary>Form ids with a claim in one batch, whatever the number of processes, and reports that travel together.</summary>
internal sealed class SqlServerFormIdStore(IWeChatNotificationsDbContextProvider contexts) : EfFormIdStore(contexts)
{
    private const int MaxRaces = 10;

    /// <summary>Where a transaction that is the caller's goes back to when a claim fails.</summary>
    private const string Savepoint = "wechat_form_id";

    public override async Task<FormIdPermit?> ClaimAsync(FormIdClaim claim, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        return context.Database.CurrentTransaction is null
            ? await Races.InTransactionAsync(context, token => ClaimOnceAsync(context, claim, token), cancellationToken).ConfigureAwait(false)
            : await ClaimInCallersTransactionAsync(context, claim, cancellationToken).ConfigureAwait(false);
    }

    protected override async Task<IReadOnlyList<FormIdRecord>> InsertAsync(
        DbContext context, Guid app, IReadOnlyList<FormIdRecord> formIds, CancellationToken cancellationToken)
    {
        var inserts = Inserts<FormIdRecord>.For(context.Model);
        var (id, formId, ofApp) = (inserts.Table[nameof(FormIdRecord.Id)], inserts.Table.Column(nameof(FormIdRecord.FormId)), inserts.Table[nameof(FormIdRecord.AppCredentialId)]);
        var sql = $"""
            INSERT INTO {inserts.Table.Name} ({inserts.Columns}) OUTPUT inserted.{id}
            SELECT {inserts.Columns} FROM {inserts.Rows.Source} AS n
            WHERE NOT EXISTS (SELECT 1 FROM {inserts.Table.Name} AS f WHERE f.{ofApp} = n.{ofApp} AND f.{formId.Name} = n.{formId.Name}{formId.Collate})
            ORDER BY n.{formId.Name}
            """;

        // Spaces at the end count for nothing in the index, as everywhere in SQL Server.
        var rows = inserts.Rows.ToJson(formIds.DistinctBy(f => f.FormId.TrimEnd(' ')));
        var session = await SqlServerSession.OpenAsync(context, transaction: null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var added = await Races.RunAsync(
                context.Database.CurrentTransaction is null,
                () => session.QueryAsync(sql, r => SqlServerGuids.FromStored(r.GetGuid(0)), cancellationToken, ("@rows", rows))).ConfigureAwait(false);
            return [.. formIds.Where(f => added.Contains(f.Id))];
        }
    }

    protected override async Task LimitAsync(
        DbContext context, Guid app, IReadOnlyList<string> openIds, int maxPerUser, CancellationToken cancellationToken)
    {
        var session = await SqlServerSession.OpenAsync(context, transaction: null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await Races.RunAsync(
                context.Database.CurrentTransaction is null,
                () => session.ExecuteAsync(
                    SqlServerFormIdStatements.For(context.Model).Limit,
                    cancellationToken,
                    ("@app", SqlServerGuids.ToStored(app)), ("@rows", JsonArrays.Of(openIds)), ("@most", maxPerUser))).ConfigureAwait(false);
        }
    }

    private static async Task<FormIdPermit?> ClaimInCallersTransactionAsync(DbContext context, FormIdClaim claim, CancellationToken cancellationToken)
    {
        for (var race = 0; ; race++)
        {
            await context.Database.CurrentTransaction!.CreateSavepointAsync(Savepoint, cancellationToken).ConfigureAwait(false);
            try
            {
                return await ClaimOnceAsync(context, claim, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (race < MaxRaces && Races.IsTaken(exception))
            {
                // The use that was taken stands without its delivery: back to where nothing was taken.
                await context.Database.CurrentTransaction!.RollbackToSavepointAsync(Savepoint, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<FormIdPermit?> ClaimOnceAsync(DbContext context, FormIdClaim claim, CancellationToken cancellationToken)
    {
        var session = await SqlServerSession.OpenAsync(context, transaction: null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var permits = await session.QueryAsync(
                SqlServerFormIdStatements.For(context.Model).Claim,
                r => new FormIdPermit(SqlServerGuids.FromStored(r.GetGuid(0)), r.GetString(1), (FormIdKind)r.GetInt32(2), r.GetBoolean(3)),
                cancellationToken,
                ("@app", SqlServerGuids.ToStored(claim.AppCredentialId)),
                ("@openid", claim.OpenId),
                ("@delivery", SqlServerGuids.ToStored(claim.DeliveryId)),
                ("@now", claim.Now.ToUniversalTime()),
                ("@good", claim.GoodUntil.ToUniversalTime()),
                ("@use", SqlServerGuids.ToStored(Entity.NewId(claim.Now)))).ConfigureAwait(false);
            return permits.FirstOrDefault();
        }
    }
}
