using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;
using WeChatNotifications.Recipients;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Recipients;

/// <summary>The statements that meet users, written once per model.</summary>
internal sealed class SqlServerRecipientStatements
{
    private static readonly ConditionalWeakTable<IModel, SqlServerRecipientStatements> Cache = [];

    private readonly SqlServerTable _recipient;

    private SqlServerRecipientStatements(IModel model)
    {
        _recipient = new SqlServerTable(model, typeof(Recipient));
        Rows = new(
        [
            Of(nameof(Recipient.Id), s => s.Id),
            Of(nameof(Recipient.OpenId), s => s.Sighting.OpenId),
            Of(nameof(Recipient.UserId), s => s.Sighting.UserId),
            Of(nameof(Recipient.UnionId), s => s.Sighting.UnionId),
            Of(nameof(Recipient.IsSubscribed), s => s.Sighting.IsSubscribed),
            Of(nameof(Recipient.SubscribedAt), s => s.Sighting.SubscribedSince),
            Of(nameof(Recipient.FollowerImportId), s => s.Sighting.FollowerImportId),
        ]);
        Again = AgainOf(_recipient);
        Meet = MeetOf(_recipient);
    }

    /// <summary>What the statements take.</summary>
    public RowSet<(Guid Id, RecipientSighting Sighting)> Rows { get; }

    /// <summary>What <see cref="Recipient.See"/> does to those who are known. To be repeated as often as one likes.</summary>
    public string Again { get; }

    /// <summary>Adds those who are not; the number of rows is theirs.</summary>
    public string Meet { get; }

    public static SqlServerRecipientStatements For(IModel model) => Cache.GetValue(model, m => new SqlServerRecipientStatements(m));

    private RowColumn<(Guid Id, RecipientSighting Sighting)> Of(string property, Func<(Guid Id, RecipientSighting Sighting), object?> value)
        => RowColumn<(Guid Id, RecipientSighting Sighting)>.Of(_recipient.Column(property), value);

    private string AgainOf(SqlServerTable t)
    {
        string Column(string property) => t[property];
        var (user, union, import) = (Column(nameof(Recipient.UserId)), Column(nameof(Recipient.UnionId)), Column(nameof(Recipient.FollowerImportId)));
        var (subscribed, since, until) = (Column(nameof(Recipient.IsSubscribed)), Column(nameof(Recipient.SubscribedAt)), Column(nameof(Recipient.UnsubscribedAt)));
        var (seen, openId) = (Column(nameof(Recipient.LastSeenAt)), t.Column(nameof(Recipient.OpenId)));

        // Whether the user follows is left alone when it was not told, or is known to have changed since.
        var stays = $"n.{subscribed} IS NULL OR CASE WHEN r.{subscribed} = 1 THEN r.{since} ELSE r.{until} END > @at";
        return $"""
            UPDATE r SET
                {user} = COALESCE(n.{user}{openId.Collate}, r.{user}),
                {union} = COALESCE(n.{union}{openId.Collate}, r.{union}),
                {import} = COALESCE(n.{import}, r.{import}),
                {seen} = CASE WHEN r.{seen} < @at THEN @at ELSE r.{seen} END,
                {subscribed} = CASE WHEN {stays} THEN r.{subscribed} ELSE n.{subscribed} END,
                {since} = CASE WHEN {stays} OR n.{subscribed} = 0 THEN r.{since}
                    ELSE COALESCE(n.{since}, CASE WHEN r.{subscribed} = 1 THEN r.{since} END) END,
                {until} = CASE WHEN {stays} THEN r.{until} WHEN n.{subscribed} = 1 THEN NULL
                    WHEN r.{subscribed} = 0 THEN r.{until} ELSE @at END
            FROM {t.Name} AS r WITH (UPDLOCK, ROWLOCK) JOIN {Rows.Source} AS n
                ON r.{Column(nameof(Recipient.AppCredentialId))} = @app AND r.{openId.Name} = n.{openId.Name}{openId.Collate}
            """;
    }

    private string MeetOf(SqlServerTable t)
    {
        string Column(string property) => t[property];
        var (app, openId) = (Column(nameof(Recipient.AppCredentialId)), t.Column(nameof(Recipient.OpenId)));
        var (subscribed, since, until) = (Column(nameof(Recipient.IsSubscribed)), Column(nameof(Recipient.SubscribedAt)), Column(nameof(Recipient.UnsubscribedAt)));
        return $"""
            INSERT INTO {t.Name} ({Column(nameof(Recipient.Id))}, {Column(nameof(Recipient.TenantId))}, {app}, {openId.Name}, {Column(nameof(Recipient.UserId))},
                {Column(nameof(Recipient.UnionId))}, {subscribed}, {since}, {until}, {Column(nameof(Recipient.LastSeenAt))}, {Column(nameof(Recipient.CreatedAt))},
                {Column(nameof(Recipient.FollowerImportId))})
            SELECT n.{Column(nameof(Recipient.Id))}, @tenant, @app, n.{openId.Name}, n.{Column(nameof(Recipient.UserId))}, n.{Column(nameof(Recipient.UnionId))},
                n.{subscribed}, CASE WHEN n.{subscribed} = 1 THEN n.{since} END, CASE WHEN n.{subscribed} = 0 THEN @at END, @at, @at, n.{Column(nameof(Recipient.FollowerImportId))}
            FROM {Rows.Source} AS n
            WHERE NOT EXISTS (SELECT 1 FROM {t.Name} AS r WHERE r.{app} = @app AND r.{openId.Name} = n.{openId.Name}{openId.Collate})
            ORDER BY n.{openId.Name}
            """;
    }
}
