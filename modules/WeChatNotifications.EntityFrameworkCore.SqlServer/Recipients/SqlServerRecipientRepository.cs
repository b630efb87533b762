using Microsoft.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.EntityFrameworkCore.Recipients;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;
using WeChatNotifications.Recipients;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Recipients;

/// <summary>Recipients whose many are written by two statements: a page of 10,000 followers travels in one parameter.</summary>
internal sealed class SqlServerRecipientRepository(IWeChatNotificationsDbContextProvider contexts) : EfRecipientRepository(contexts)
{
    protected override async Task<int> WriteAsync(
        DbContext context, Guid? tenantId, Guid appCredentialId, IReadOnlyList<RecipientSighting> sightings, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var statements = SqlServerRecipientStatements.For(context.Model);
        (string, object?)[] known =
        [
            ("@app", SqlServerGuids.ToStored(appCredentialId)),
            ("@at", at.ToUniversalTime()),

            // Openids have no spaces; one that had would be the same as without, to SQL Server.
            ("@rows", statements.Rows.ToJson(sightings.DistinctBy(s => s.OpenId.TrimEnd(' ')).Select(s => (Entity.NewId(at), s)))),
        ];
        var isAlone = context.Database.CurrentTransaction is null;
        var session = await SqlServerSession.OpenAsync(context, transaction: null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            // Together, since whom another node has met in between is known the next time.
            return await Races.RunAsync(isAlone, async () =>
            {
                await session.ExecuteAsync(statements.Again, cancellationToken, known).ConfigureAwait(false);
                return await session.ExecuteAsync(statements.Meet, cancellationToken, [.. known, ("@tenant", tenantId)]).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
    }
}
