using Microsoft.EntityFrameworkCore.Metadata;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.SqlServer.Sql;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.SqlServer.Permits;

/// <summary>Takes what messages have cost from the ledgers of their users.</summary>
internal static class SqlServerGrants
{
    /// <summary>What a batch means for one ledger.</summary>
    private sealed record Cost(Guid App, string OpenId, string Template, int Sent, bool UsedUp, DateTimeOffset At);

    public static async Task SpendAsync(SqlServerSession session, IModel model, IReadOnlyCollection<DeliveryOutcome> recorded, CancellationToken cancellationToken)
    {
        var costs = recorded.Where(o => o.Grant is not null)
            .GroupBy(o => (o.Grant!.AppCredentialId, o.Grant.OpenId, o.Grant.WeChatTemplateId))
            .Select(g => new Cost(
                g.Key.AppCredentialId, g.Key.OpenId, g.Key.WeChatTemplateId,
                g.Count(o => o.Grant!.Effect == GrantEffect.Spent), g.Any(o => o.Grant!.Effect == GrantEffect.UsedUp),
                g.Max(o => o.Delivery.FinishedAt ?? o.Delivery.NotBefore)))
            .OrderBy(c => c.OpenId, StringComparer.Ordinal).ThenBy(c => c.Template, StringComparer.Ordinal)
            .ToList();
        if (costs.Count == 0)
        {
            return;
        }

        var grants = new SqlServerTable(model, typeof(SubscriptionGrant));
        var rows = RowsOf(grants);
        await session.ExecuteAsync(StatementOf(grants, rows), cancellationToken, ("@rows", rows.ToJson(costs))).ConfigureAwait(false);
    }

    private static RowSet<Cost> RowsOf(SqlServerTable g) => new(
    [
        RowColumn<Cost>.Of(g.Column(nameof(SubscriptionGrant.AppCredentialId)), c => c.App),
        RowColumn<Cost>.Of(g.Column(nameof(SubscriptionGrant.OpenId)), c => c.OpenId),
        RowColumn<Cost>.Of(g.Column(nameof(SubscriptionGrant.WeChatTemplateId)), c => c.Template),
        RowColumn<Cost>.Of(g.Column(nameof(SubscriptionGrant.Remaining)), c => c.Sent),
        RowColumn<Cost>.Of(g.Column(nameof(SubscriptionGrant.IsLongTerm)), c => c.UsedUp) with { Alias = "[UsedUp]" },
        RowColumn<Cost>.Of(g.Column(nameof(SubscriptionGrant.UpdatedAt)), c => c.At),
    ]);

    private static string StatementOf(SqlServerTable g, RowSet<Cost> rows)
    {
        var (app, openId, template) = (g[nameof(SubscriptionGrant.AppCredentialId)], g.Column(nameof(SubscriptionGrant.OpenId)), g.Column(nameof(SubscriptionGrant.WeChatTemplateId)));
        var (remaining, decision, updated) = (g[nameof(SubscriptionGrant.Remaining)], g[nameof(SubscriptionGrant.LastDecision)], g[nameof(SubscriptionGrant.UpdatedAt)]);
        return $"""
            UPDATE g SET
                {remaining} = CASE WHEN m.[UsedUp] = 1 THEN 0 WHEN g.{g[nameof(SubscriptionGrant.IsLongTerm)]} = 1 THEN g.{remaining}
                    WHEN g.{remaining} > m.{remaining} THEN g.{remaining} - m.{remaining} ELSE 0 END,
                {decision} = CASE WHEN m.[UsedUp] = 1 THEN {(int)GrantDecision.UsedUp} ELSE g.{decision} END,
                {updated} = CASE WHEN g.{updated} < m.{updated} THEN m.{updated} ELSE g.{updated} END
            FROM {g.Name} AS g WITH (UPDLOCK, ROWLOCK) JOIN {rows.Source} AS m
                ON g.{app} = m.{app} AND g.{openId.Name} = m.{openId.Name}{openId.Collate} AND g.{template.Name} = m.{template.Name}{template.Collate}
            """;
    }
}
