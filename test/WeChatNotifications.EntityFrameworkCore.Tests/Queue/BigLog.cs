using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.PostgreSql;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Testing;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Queue;

/// <summary>200,000 deliveries: 155,000 finished, 40,000 scheduled for next week by one app, 4,000 due of another, 1,000 under way.</summary>
public sealed class BigLog : IAsyncLifetime
{
    private readonly PlanListener _plans = new();

    public ServiceProvider Services { get; private set; } = null!;

    public TestTenant Tenant { get; } = new();

    internal IReadOnlyList<AppCredential> Apps { get; } = [Given.App(Given.Tenant), Given.App(Given.Tenant)];

    internal TestDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync();
        Services = new ServiceCollection()
            .AddSingleton<IAmbientTenant>(Tenant)
            .AddWeChatNotificationsPostgreSql((_, options) => options.UseNpgsql(Database.ConnectionString, n => n.UseModuleMigrations()).AddInterceptors(_plans))
            .BuildServiceProvider();
        await using (var scope = Services.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<WeChatNotificationsDbContext>();
            context.AddRange(Apps);
            await context.SaveChangesAsync();
        }

        await SeedAsync(155_000, Apps[0], "2 + (i % 20 = 0)::int * 3", "now() - interval '30 days'", "'order-' || i");
        await SeedAsync(40_000, Apps[1], "0", "'2026-12-01'", "null");
        await SeedAsync(4_000, Apps[0], "0", "'2026-11-20'", "null");
        await SeedAsync(1_000, Apps[0], "1", "'2026-11-20'", "null");
        await Database.ExecuteAsync("analyze");
        await Database.ExecuteAsync($"""
            alter database {Database.Name} set session_preload_libraries = 'auto_explain';
            alter database {Database.Name} set auto_explain.log_min_duration = 0;
            alter database {Database.Name} set auto_explain.log_analyze = on;
            alter database {Database.Name} set auto_explain.log_buffers = on;
            alter database {Database.Name} set client_min_messages = log;
            """);
        NpgsqlConnection.ClearPool(new NpgsqlConnection(Database.ConnectionString));
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>The plans of all statements that a call runs, as the server itself reports them after it ran them.</summary>
    internal async Task<IReadOnlyList<string>> ExplainAsync(Func<Task> call)
    {
        _plans.Reports.Clear();
        await call();
        return [.. _plans.Reports];
    }

    private Task<int> SeedAsync(int rows, AppCredential app, string status, string notBefore, string key) => Database.ExecuteAsync(
        $"""
        insert into "WeChatDeliveryLogs" ("Id", "TenantId", "AppCredentialId", "MessageTemplateId", "TemplateName", "Channel", "OpenId", "WeChatTemplateId", "Data",
            "MiniProgramVersion", "Status", "Reason", "Priority", "NotBefore", "Attempts", "CreatedAt", "DedupKey", "ClaimToken", "LeaseUntil")
        select gen_random_uuid(), $1, $2, $2, 't', 0, 'o-' || i % 5000, 'w', '{"{}"}', 0, {status}, 0, i % 3, {notBefore}, 0, now(), {key},
            case when {status} = 1 then gen_random_uuid() end, case when {status} = 1 then '2030-01-01'::timestamptz end
        from generate_series(1, $3) i
        """,
        Given.Tenant, app.Id, rows);

    private sealed class PlanListener : DbConnectionInterceptor
    {
        private readonly ConcurrentDictionary<NpgsqlConnection, bool> _known = [];

        public ConcurrentQueue<string> Reports { get; } = [];

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            var npgsql = (NpgsqlConnection)connection;
            if (_known.TryAdd(npgsql, true))
            {
                npgsql.Notice += (_, notice) =>
                {
                    if (notice.Notice.MessageText.Contains("plan:", StringComparison.Ordinal))
                    {
                        Reports.Enqueue(notice.Notice.MessageText);
                    }
                };
            }

            return Task.CompletedTask;
        }
    }
}
