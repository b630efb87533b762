using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql.Deliveries;

/// <summary>LISTEN and NOTIFY, on a connection of its own that is no pool's.</summary>
internal sealed class PostgreSqlWakeUpChannel(IWeChatNotificationsDbContextProvider contexts) : IWakeUpChannel
{
    /// <summary>Like the tables: modules with other tables in one database do not wake each other.</summary>
    private static readonly string Channel = $"{WeChatNotificationsDbProperties.DbSchema}.{WeChatNotificationsDbProperties.DbTablePrefix}WakeUps";

    /// <summary>A connection whose other end is gone without a word is noticed within two of these.</summary>
    private const int KeepAliveSeconds = 15;

    public bool IsSupported => true;

    public async Task ListenAsync(string? connectionString, Action<WakeUp> heard, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(heard);
        var connection = await OwnConnectionAsync(connectionString, cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            connection.Notification += (_, word) =>
            {
                if (word.Channel == Channel && WakeUpText.Read(word.Payload) is { } wakeUp)
                {
                    heard(wakeUp);
                }
            };
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            var command = new NpgsqlCommand($"LISTEN \"{Channel.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
            await using (command.ConfigureAwait(false))
            {
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            heard(WakeUp.Everything);
            while (!cancellationToken.IsCancellationRequested)
            {
                await connection.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async Task SendAsync(IReadOnlyCollection<WakeUp> wakeUps, CancellationToken cancellationToken)
    {
        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var session = await PostgreSqlSession.OpenAsync(context, transaction: null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var command = session.Command("SELECT pg_notify($1, word) FROM unnest($2) AS word");
            await using (command.ConfigureAwait(false))
            {
                command.Parameters.Add(new() { Value = Channel });
                command.Parameters.Add(new() { Value = wakeUps.Select(WakeUpText.Write).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<NpgsqlConnection> OwnConnectionAsync(string? connectionString, CancellationToken cancellationToken)
    {
        if (connectionString is not null)
        {
            return new NpgsqlConnection(ForListening(connectionString));
        }

        var context = await contexts.GetAsync(cancellationToken).ConfigureAwait(false);
        var usual = (NpgsqlConnection)context.Database.GetDbConnection();

        // The clone knows what the connection string does not tell: the password and the certificates.
        return usual.CloneWith(ForListening(usual.ConnectionString));
    }

    private static string ForListening(string connectionString)
        => new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = KeepAliveSeconds, Multiplexing = false, Enlist = false }.ConnectionString;
}
