using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WeChatNotifications.Benchmarks.Stage;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.PostgreSql;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.Benchmarks.Statistics;

/// <summary>
/// Asks for statistics over a log of a million messages of ninety days, five apps, twenty templates and a hundred broadcasts, while the
/// newest of them are not folded in yet. Nothing is compared: the wish is a fifth of a second.
/// </summary>
internal sealed class StatisticsQueries(TextWriter output, bool isQuick)
{
    public const string Verb = "statistics";

    private const int Repeats = 21;

    private static readonly TimeSpan Wanted = TimeSpan.FromMilliseconds(200);

    private int Messages { get; } = isQuick ? 20_000 : 1_000_000;

    /// <returns>Whether the median of every question stays within a fifth of a second, and the figures are those of the log.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.StartAsync(cancellationToken);
        var connection = await database.CreateAsync(options: null, cancellationToken);
        await using var services = new ServiceCollection().AddLogging()
            .AddWeChatNotifications(new ConfigurationBuilder().Build()).UsePostgreSql(connection).Services
            .BuildServiceProvider();
        await services.MigrateWeChatNotificationsAsync(cancellationToken);
        await SeedAsync(connection, cancellationToken);
        await output.WriteLineAsync($"PostgreSQL {database.Version}; {Messages:N0} messages, {await CountAsync(connection, "WeChatDeliveryStatistics", cancellationToken):N0} rows of statistics, {await CountAsync(connection, "WeChatDeliveryTallies", cancellationToken):N0} tallies");
        await output.WriteLineAsync($"| question | median ms | slowest of {Repeats} ms |\n|---|---|---|");
        var now = TimeProvider.System.GetUtcNow();
        var isQuickEnough = true;
        foreach (var by in Enum.GetValues<StatisticsGrouping>())
        {
            var query = new StatisticsQueryDto { By = by, From = now.AddDays(by == StatisticsGrouping.Hour ? -31 : -90), To = now };
            isQuickEnough &= await MeasureAsync(services, $"by {by}, {(by == StatisticsGrouping.Hour ? 31 : 90)} days", s => s.GetAsync(query, cancellationToken));
        }

        isQuickEnough &= await MeasureAsync(services, "overview", s => s.GetOverviewAsync(cancellationToken: cancellationToken));
        var start = Stopwatch.GetTimestamp();
        var folded = await UseAsync<IDeliveryStatisticsRepository, int>(services, r => r.FoldAsync(Messages, now, cancellationToken));
        await output.WriteLineAsync($"Folded {folded:N0} tallies in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:N0} ms.");

        var counted = await UseAsync<IDeliveryStatisticsRepository, IReadOnlyList<StatisticsCount>>(services, r => r.QueryAsync(new(), StatisticsGrouping.Outcome, cancellationToken));
        var isTrue = counted.Sum(c => c.Count) == Messages;
        await output.WriteLineAsync(isTrue ? $"All {Messages:N0} messages are counted." : $"WRONG: {counted.Sum(c => c.Count):N0} of {Messages:N0} messages are counted.");
        return isTrue && isQuickEnough;
    }

    private static async Task<T> UseAsync<TService, T>(IServiceProvider services, Func<TService, Task<T>> use)
        where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    private async Task<bool> MeasureAsync<T>(IServiceProvider services, string question, Func<IStatisticsAppService, Task<T>> ask)
    {
        var times = new List<double>(Repeats);
        for (var i = 0; i <= Repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await UseAsync(services, ask);
            if (i > 0)
            {
                // The first one compiles.
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        times.Sort();
        await output.WriteLineAsync($"| {question} | {times[Repeats / 2]:N1} | {times[^1]:N1} |{(times[Repeats / 2] > Wanted.TotalMilliseconds ? " MISSED" : "")}");
        return times[Repeats / 2] <= Wanted.TotalMilliseconds;
    }

    /// <summary>The rows go in by SQL; what they count for is worked out as the module does, the last hours as tallies of a batch each.</summary>
    private async Task SeedAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            $"""
            insert into "WeChatDeliveryLogs" ("Id", "AppCredentialId", "MessageTemplateId", "TemplateName", "Channel", "OpenId", "WeChatTemplateId", "Data", "MiniProgramVersion",
                "BroadcastId", "Status", "Reason", "ErrorCode", "Priority", "NotBefore", "Attempts", "CreatedAt", "SentAt", "FinishedAt")
            select gen_random_uuid(), lpad((i % 5)::text, 32, '0')::uuid, lpad((i % 20)::text, 32, '1')::uuid, 'template-' || i % 20, 0, 'o-' || i % 50000, 'w', '{"{}"}', 0,
                case when i % 3 = 0 then lpad((i % 100)::text, 32, '2')::uuid end,
                case when i % 10 < 8 then 2 when i % 10 = 8 then 6 else 5 end, case when i % 10 < 8 then 0 else i % 4 + 1 end, case when i % 10 < 8 then null else 43101 + i % 3 end,
                i % 3, at, 1, at, case when i % 10 < 8 then at end, at
            from (select i, now() - random() * interval '90 days' as at from generate_series(1, {Messages}) i) rows;
            insert into "WeChatDeliveryStatistics" ("Id", "Hour", "AppCredentialId", "TemplateName", "BroadcastId", "Status", "Reason", "ErrorCode", "Count")
            select gen_random_uuid(), date_trunc('hour', "FinishedAt", 'UTC'), "AppCredentialId", "TemplateName", "BroadcastId", "Status", "Reason", "ErrorCode", count(*)
            from "WeChatDeliveryLogs" where "FinishedAt" < now() - interval '2 hours' group by 2, 3, 4, 5, 6, 7, 8;
            insert into "WeChatDeliveryTallies" ("Id", "Hour", "AppCredentialId", "TemplateName", "BroadcastId", "Status", "Reason", "ErrorCode", "Count")
            select gen_random_uuid(), date_trunc('hour', "FinishedAt", 'UTC'), "AppCredentialId", "TemplateName", "BroadcastId", "Status", "Reason", "ErrorCode", 1
            from "WeChatDeliveryLogs" where "FinishedAt" >= now() - interval '2 hours';
            analyze;
            """,
            connection)
        { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<long> CountAsync(string connectionString, string table, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"""select count(*) from "{table}" """, connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
