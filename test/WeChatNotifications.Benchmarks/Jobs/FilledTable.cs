using Npgsql;

namespace WeChatNotifications.Benchmarks.Jobs;

/// <summary>Fills the log with rows that were there before, and takes away what a measurement before this one has left.</summary>
internal sealed class FilledTable(Job job)
{
    /// <summary>By which the filled-in finished rows are told from those that were sent.</summary>
    private const string Old = "filled-in";

    /// <summary>Waits until no row is on its way: a pause lets what is claimed already go out.</summary>
    public async Task UntilQuietAsync(CancellationToken cancellationToken)
    {
        while (await ScalarAsync("""select count(*) from "WeChatDeliveryLogs" where "Status" = 1""", cancellationToken) > 0)
        {
            await Task.Delay(50, cancellationToken);
        }
    }

    /// <summary>
    /// Leaves exactly the rows the job asks for, with statistics and a visibility map as autovacuum would leave them, and nothing for
    /// the checkpointer to do.
    /// </summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync($"""delete from "WeChatDeliveryLogs" where "Status" > 1 and "TemplateName" <> '{Old}'""", cancellationToken);
        var missing = job.Rows - await ScalarAsync("""select count(*) from "WeChatDeliveryLogs" """, cancellationToken);
        if (missing > 0)
        {
            await ExecuteAsync(job.AreWaiting ? Waiting(missing) : Finished(missing), cancellationToken);
        }

        await ExecuteAsync("""vacuum analyze "WeChatDeliveryLogs" """, cancellationToken);
        await ExecuteAsync("checkpoint", cancellationToken);
    }

    public Task<long> CountAsync(CancellationToken cancellationToken) => ScalarAsync("""select count(*) from "WeChatDeliveryLogs" """, cancellationToken);

    /// <summary>Messages as the module queues them, due for an hour already; each has a number that no other round gives.</summary>
    private string Waiting(long rows) => $$"""
        {{Into}}
        select {{IdAt}}, t."TenantId", t."AppCredentialId", t."Id", t."Name", t."Channel", '{{SampleMessages.UserPrefix}}' || i % {{job.Users}}, t."WeChatTemplateId",
            format('{"{{SampleMessages.NumberKey}}":"W%s","thing2":"云南小粒咖啡豆 500 克","amount3":"68.50元","time4":"2026年11月21日 10:30"}', {{job.First}} + i),
            '{{SampleMessages.PagePath}}?no=W' || {{job.First}} + i, 0, 0, 0, 0, at, 0, at, null, null
        from "WeChatMessageTemplates" t, (select i, now() - interval '1 hour' + i * interval '1 millisecond' as at from generate_series(1, {{rows}}) i) rows
        """;

    /// <summary>The log of ninety days.</summary>
    private static string Finished(long rows) => $$"""
        {{Into}}
        select {{IdAt}}, t."TenantId", t."AppCredentialId", t."Id", '{{Old}}', t."Channel", 'o-' || i % 50000, t."WeChatTemplateId",
            format('{"{{SampleMessages.NumberKey}}":"F%s","thing2":"云南小粒咖啡豆 500 克","amount3":"68.50元","time4":"2026年11月21日 10:30"}', i),
            '{{SampleMessages.PagePath}}?no=F' || i, 0, 2, 0, 0, at, 1, at, at, at
        from "WeChatMessageTemplates" t, (select i, now() - interval '90 days' + i * (interval '90 days' / {{rows}}) as at from generate_series(1, {{rows}}) i) rows
        """;

    private const string Into = """
        insert into "WeChatDeliveryLogs" ("Id", "TenantId", "AppCredentialId", "MessageTemplateId", "TemplateName", "Channel", "OpenId", "WeChatTemplateId", "Data",
            "Page", "MiniProgramVersion", "Status", "Reason", "Priority", "NotBefore", "Attempts", "CreatedAt", "SentAt", "FinishedAt")
        """;

    /// <summary>A version-7 GUID of that moment, as the module makes them: random ones would spread over the whole index.</summary>
    private const string IdAt = """
        overlay(overlay(lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || substr(md5(random()::text || i), 1, 20) placing '7' from 13 for 1) placing '8' from 17 for 1)::uuid
        """;

    private async Task<long> ScalarAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(job.Database);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(job.Database);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
