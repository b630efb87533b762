using Npgsql;

namespace WeChatNotifications.Benchmarks.Dashboard;

/// <summary>Three months of a busy shop, for the demonstration's tenant: the log with what it counts for, who may be written to, and who they are.</summary>
internal static class DashboardData
{
    public static async Task SeedAsync(string connectionString, int messages, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            $$"""
            create temp table shop as
                select a."Id" as app, t."Id" as template, t."TenantId" as tenant, t."Name" as name, t."WeChatTemplateId" as wechat, t."Channel" as channel
                from "WeChatMessageTemplates" t join "WeChatAppCredentials" a on a."Id" = t."AppCredentialId" where t."Name" = 'order-paid';
            insert into "WeChatDeliveryLogs" ("Id", "TenantId", "AppCredentialId", "MessageTemplateId", "TemplateName", "Channel", "OpenId", "WeChatTemplateId", "Data", "MiniProgramVersion",
                "Status", "Reason", "ErrorCode", "Priority", "NotBefore", "Attempts", "CreatedAt", "SentAt", "FinishedAt")
            select gen_random_uuid(), tenant, app, template, name, channel, 'o-' || i % 50000, wechat, '{"thing1":"Green tea"}', 0,
                case when i % 10 < 8 then 2 when i % 10 = 8 then 6 else 5 end, case when i % 10 < 8 then 0 else i % 4 + 1 end, case when i % 10 < 8 then null else 43101 + i % 3 end,
                i % 3, at, 1, at, case when i % 10 < 8 then at end, at
            from shop, (select i, now() - random() * interval '90 days' as at from generate_series(1, {{messages}}) i) rows;
            insert into "WeChatDeliveryStatistics" ("Id", "TenantId", "Hour", "AppCredentialId", "TemplateName", "Status", "Reason", "ErrorCode", "Count")
            select gen_random_uuid(), "TenantId", date_trunc('hour', "FinishedAt", 'UTC'), "AppCredentialId", "TemplateName", "Status", "Reason", "ErrorCode", count(*)
            from "WeChatDeliveryLogs" where "FinishedAt" < now() - interval '2 hours' and "Status" > 1 group by 2, 3, 4, 5, 6, 7, 8;
            insert into "WeChatRecipients" ("Id", "TenantId", "AppCredentialId", "OpenId", "IsSubscribed", "CreatedAt", "LastSeenAt")
            select gen_random_uuid(), tenant, app, 'b-' || i, true, now(), now() from shop, generate_series(1, {{messages}}) i;
            insert into "WeChatSubscriptionGrants" ("Id", "TenantId", "AppCredentialId", "OpenId", "WeChatTemplateId", "Remaining", "IsLongTerm", "LastDecision", "UnmatchedEvents", "UnmatchedReports", "UpdatedAt")
            select gen_random_uuid(), tenant, app, 'b-' || i, wechat, i % 4, false, 0, 0, 0, now() from shop, generate_series(1, {{messages}}) i;
            analyze;
            """,
            connection)
        { CommandTimeout = 1_200 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
