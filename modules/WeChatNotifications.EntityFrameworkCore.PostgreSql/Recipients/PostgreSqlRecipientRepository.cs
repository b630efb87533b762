using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using WeChatNotifications.EntityFrameworkCore.PostgreSql.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Recipients;
using WeChatNotifications.Recipients;

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql.Recipients;

/// <summary>Recipients whose many are written by one statement: a page of 10,000 followers travels as arrays.</summary>
internal sealed class PostgreSqlRecipientRepository(IWeChatNotificationsDbContextProvider contexts) : EfRecipientRepository(contexts)
{
    protected override async Task<int> WriteAsync(
        DbContext context, Guid? tenantId, Guid appCredentialId, IReadOnlyList<RecipientSighting> sightings, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var session = new PostgreSqlSession(
            (NpgsqlConnection)context.Database.GetDbConnection(), (NpgsqlTransaction?)context.Database.CurrentTransaction?.GetDbTransaction(), context);
        await using (session.ConfigureAwait(false))
        {
            using var command = session.Command(PostgreSqlRecipientStatements.For(context.Model).See);
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)tenantId ?? DBNull.Value });
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = appCredentialId });
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = at.UtcDateTime });
            command.Parameters.Add(ArrayOf(NpgsqlDbType.Uuid, sightings, _ => Entity.NewId(at)));
            command.Parameters.Add(ArrayOf(NpgsqlDbType.Text, sightings, s => s.OpenId));
            command.Parameters.Add(ArrayOf(NpgsqlDbType.Text, sightings, s => s.UserId));
            command.Parameters.Add(ArrayOf(NpgsqlDbType.Text, sightings, s => s.UnionId));
            command.Parameters.Add(ArrayOf(NpgsqlDbType.Boolean, sightings, s => s.IsSubscribed));
            command.Parameters.Add(ArrayOf(NpgsqlDbType.TimestampTz, sightings, s => s.SubscribedSince?.UtcDateTime));
            command.Parameters.Add(ArrayOf(NpgsqlDbType.Uuid, sightings, s => s.FollowerImportId));
            return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private static NpgsqlParameter ArrayOf<T>(NpgsqlDbType type, IReadOnlyList<RecipientSighting> sightings, Func<RecipientSighting, T> value)
        => new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = sightings.Select(value).ToArray() };
}
