using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using WeChatNotifications.EntityFrameworkCore.Permits;
using WeChatNotifications.EntityFrameworkCore.PostgreSql.Deliveries;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql.Permits;

/// <summary>Form ids with a claim in one statement, whatever the number of processes, and reports that travel as arrays.</summary>
internal sealed class PostgreSqlFormIdStore(IWeChatNotificationsDbContextProvider contexts) : EfFormIdStore(contexts)
{
    private const int MaxRaces = 10;

    public override async Task<FormIdPermit?> ClaimAsync(FormIdClaim claim, CancellationToken cancellationToken)
    {
        for (var race = 0; ; race++)
        {
            try
            {
                return await ClaimOnceAsync(claim, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (
                race < MaxRaces && exception.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation)
            {
                // Another process took one for the same delivery, or the purge was faster.
            }
        }
    }

    public override async Task BurnAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var session = await PostgreSqlSession.OpenAsync(context, transaction: null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            using var command = session.Command(PostgreSqlFormIdStatements.For(context.Model).Burn);
            command.Parameters.Add(new NpgsqlParameter { Value = deliveryId });
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    protected override async Task<IReadOnlyList<FormIdRecord>> InsertAsync(
        DbContext context, Guid app, IReadOnlyList<FormIdRecord> formIds, CancellationToken cancellationToken)
    {
        var added = new HashSet<Guid>(formIds.Count);
        var session = await PostgreSqlSession.OpenAsync(context, transaction: null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            using var command = session.Command(PostgreSqlFormIdStatements.For(context.Model).Insert);
            command.Parameters.Add(ArrayOf(NpgsqlDbType.Uuid, formIds, f => f.Id));
            command.Parameters.Add(ArrayOf(NpgsqlDbType.Uuid, formIds, f => f.TenantId));
            command.Parameters.Add(ArrayOf(NpgsqlDbType.Uuid, formIds, f => f.AppCredentialId));
            command.Parameters.Add(ArrayOf(NpgsqlDbType.Text, formIds, f => f.OpenId));
            command.Parameters.Add(ArrayOf(NpgsqlDbType.Text, formIds, f => f.FormId));
            command.Parameters.Add(ArrayOf(NpgsqlDbType.Integer, formIds, f => (int)f.Kind));
            command.Parameters.Add(ArrayOf(NpgsqlDbType.Integer, formIds, f => f.UsesLeft));
            command.Parameters.Add(ArrayOf(NpgsqlDbType.TimestampTz, formIds, f => f.CollectedAt.UtcDateTime));
            command.Parameters.Add(ArrayOf(NpgsqlDbType.TimestampTz, formIds, f => f.ExpiresAt.UtcDateTime));
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    added.Add(reader.GetGuid(0));
                }
            }
        }

        return [.. formIds.Where(f => added.Contains(f.Id))];
    }

    protected override async Task LimitAsync(
        DbContext context, Guid app, IReadOnlyList<string> openIds, int maxPerUser, CancellationToken cancellationToken)
    {
        var session = await PostgreSqlSession.OpenAsync(context, transaction: null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            using var command = session.Command(PostgreSqlFormIdStatements.For(context.Model).Limit);
            command.Parameters.Add(new NpgsqlParameter { Value = app });
            command.Parameters.Add(new NpgsqlParameter { Value = openIds.ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = maxPerUser });
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<FormIdPermit?> ClaimOnceAsync(FormIdClaim claim, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken).ConfigureAwait(false);
        var session = await PostgreSqlSession.OpenAsync(context, transaction: null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            using var command = session.Command(PostgreSqlFormIdStatements.For(context.Model).Claim);
            command.Parameters.Add(new NpgsqlParameter { Value = claim.AppCredentialId });
            command.Parameters.Add(new NpgsqlParameter { Value = claim.OpenId });
            command.Parameters.Add(new NpgsqlParameter { Value = claim.DeliveryId });
            command.Parameters.Add(new NpgsqlParameter { Value = claim.Now.UtcDateTime });
            command.Parameters.Add(new NpgsqlParameter { Value = claim.GoodUntil.UtcDateTime });
            command.Parameters.Add(new NpgsqlParameter { Value = Entity.NewId(claim.Now) });

            // Planning costs more than running it. What is prepared stays so with the pooled connection.
            await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
                    ? new FormIdPermit(reader.GetGuid(0), reader.GetString(1), (FormIdKind)reader.GetInt32(2), reader.GetBoolean(3))
                    : null;
            }
        }
    }

    private static NpgsqlParameter ArrayOf<T>(NpgsqlDbType type, IReadOnlyList<FormIdRecord> formIds, Func<FormIdRecord, T> value)
        => new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = formIds.Select(value).ToArray() };
}
