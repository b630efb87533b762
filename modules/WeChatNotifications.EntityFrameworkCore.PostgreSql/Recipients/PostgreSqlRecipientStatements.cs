using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;
using WeChatNotifications.EntityFrameworkCore.PostgreSql.Deliveries;
using WeChatNotifications.Recipients;

namespace WeChatNotifications.EntityFrameworkCore.PostgreSql.Recipients;

/// <summary>The statement that meets users, written once per model.</summary>
internal sealed class PostgreSqlRecipientStatements
{
    private static readonly ConditionalWeakTable<IModel, PostgreSqlRecipientStatements> Cache = [];

    private PostgreSqlRecipientStatements(IModel model) => See = SeeOf(new PostgreSqlTable(model, typeof(Recipient)));

    /// <summary>
    /// What <see cref="Recipient.See"/> does to many. $1 tenant, $2 app, $3 when; $4 ids for new ones, $5 openids, $6 user ids, $7 union ids,
    /// $8 whether subscribed, $9 since when, $10 imports. Answers how many are new.
    /// </summary>
    public string See { get; }

    public static PostgreSqlRecipientStatements For(IModel model) => Cache.GetValue(model, m => new PostgreSqlRecipientStatements(m));

    private static string SeeOf(PostgreSqlTable t)
    {
        string Column(string property) => t[property];
        var (id, tenant, app, openId) = (Column(nameof(Recipient.Id)), Column(nameof(Recipient.TenantId)), Column(nameof(Recipient.AppCredentialId)), Column(nameof(Recipient.OpenId)));
        var (user, union, import) = (Column(nameof(Recipient.UserId)), Column(nameof(Recipient.UnionId)), Column(nameof(Recipient.FollowerImportId)));
        var (seen, created) = (Column(nameof(Recipient.LastSeenAt)), Column(nameof(Recipient.CreatedAt)));
        var (subscribed, since, until) = (Column(nameof(Recipient.IsSubscribed)), Column(nameof(Recipient.SubscribedAt)), Column(nameof(Recipient.UnsubscribedAt)));

        // Whether the user follows is left alone when it was not told, or is known to have changed since.
        var stays = $"excluded.{subscribed} IS NULL OR coalesce(CASE WHEN r.{subscribed} THEN r.{since} ELSE r.{until} END > $3, false)";

        // A row that this statement has inserted has no xmax: no transaction has changed it.
        return $"""
            WITH met AS (
                INSERT INTO {t.Name} AS r ({id}, {tenant}, {app}, {openId}, {user}, {union}, {subscribed}, {since}, {until}, {seen}, {created}, {import})
                SELECT n.id, $1, $2, n.openid, n.userid, n.unionid, n.subscribed, CASE WHEN n.subscribed THEN n.since END,
                    CASE WHEN NOT n.subscribed THEN $3 END, $3, $3, n.import
                FROM unnest($4, $5, $6, $7, $8, $9, $10) AS n(id, openid, userid, unionid, subscribed, since, import)
                ON CONFLICT ({app}, {openId}) DO UPDATE SET
                    {user} = coalesce(excluded.{user}, r.{user}),
                    {union} = coalesce(excluded.{union}, r.{union}),
                    {import} = coalesce(excluded.{import}, r.{import}),
                    {seen} = greatest(r.{seen}, $3),
                    {subscribed} = CASE WHEN {stays} THEN r.{subscribed} ELSE excluded.{subscribed} END,
                    {since} = CASE WHEN {stays} OR NOT excluded.{subscribed} THEN r.{since}
                        ELSE coalesce(excluded.{since}, CASE WHEN r.{subscribed} THEN r.{since} END) END,
                    {until} = CASE WHEN {stays} THEN r.{until} WHEN excluded.{subscribed} THEN NULL
                        WHEN NOT r.{subscribed} THEN r.{until} ELSE $3 END
                RETURNING (xmax = 0) AS is_new)
            SELECT count(*) FILTER (WHERE is_new) FROM met
            """;
    }
}
