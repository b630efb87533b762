using System.Diagnostics;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.PostgreSql;
using WeChatNotifications.Sending;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Benchmarks.Jobs;

/// <summary>A host with the module and nothing else, as it would be in production, with one app and one template.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Job _job;
    private Guid _credentialId;

    private Worker(IHost host, Job job) => (_host, _job) = (host, job);

    /// <summary>Made before the host starts: it misses nothing.</summary>
    public OutcomeCounter Outcomes { get; } = new();

    public static async Task<Worker> StartAsync(Job job, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        // EF Core looks for its table of migrations before there is one, and calls that a failure.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Critical);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["WeChatNotifications:Api:BaseAddress"] = job.WeChat.ToString(),
            ["WeChatNotifications:Dispatch:ConcurrencyPerApp"] = job.Concurrency.ToString(System.Globalization.CultureInfo.InvariantCulture),
        });
        builder.Configuration.AddEnvironmentVariables("BENCHMARK_");

        // The secret is stored and read by this process alone.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddWeChatNotifications(builder.Configuration.GetSection("WeChatNotifications"))
            .UsePostgreSql(job.Database ?? throw new ArgumentException("The job names no database.", nameof(job)));
        var worker = new Worker(builder.Build(), job);
        await worker.CreateAppAsync(cancellationToken);
        await worker._host.StartAsync(cancellationToken);
        return worker;
    }

    /// <summary>Queues messages, so many a call and so many calls at once.</summary>
    /// <returns>How long each call took, in milliseconds.</returns>
    public async Task<IReadOnlyCollection<double>> SendAsync(int first, int count, int perCall, int producers, CancellationToken cancellationToken)
    {
        var calls = Enumerable.Range(first, count).Chunk(perCall).ToArray();
        var durations = new double[calls.Length];
        await Parallel.ForAsync(0, calls.Length, new ParallelOptions { MaxDegreeOfParallelism = producers, CancellationToken = cancellationToken }, async (i, stop) =>
        {
            var start = Stopwatch.GetTimestamp();
            await using var scope = _host.Services.CreateAsyncScope();
            var notifier = scope.ServiceProvider.GetRequiredService<IWeChatNotifier>();
            if (calls[i] is [var only])
            {
                await notifier.SendAsync(SampleNotifications.Of(only, _job.Users), stop);
            }
            else
            {
                await notifier.SendAsync(Array.ConvertAll(calls[i], number => SampleNotifications.Of(number, _job.Users)), stop);
            }

            durations[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
        return durations;
    }

    /// <summary>Holds everything back, as an administrator does.</summary>
    public async Task PauseAsync(CancellationToken cancellationToken)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IAppCredentialAppService>().PauseAsync(_credentialId, new PauseAppDto(Until: null, "benchmark"), cancellationToken);
    }

    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IAppCredentialAppService>().ResumeAsync(_credentialId, cancellationToken);
    }

    /// <summary>Looks what the database holds of the app.</summary>
    public async Task<(long Sent, long Other)> CountRowsAsync(CancellationToken cancellationToken)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var rows = scope.ServiceProvider.GetRequiredService<WeChatNotificationsDbContext>().Set<DeliveryLog>().IgnoreQueryFilters().Where(d => d.AppCredentialId == _credentialId);
        var sent = await rows.LongCountAsync(d => d.Status == DeliveryStatus.Sent, cancellationToken);
        return (sent, await rows.LongCountAsync(cancellationToken) - sent);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        Outcomes.Dispose();
        _host.Dispose();
    }

    private async Task CreateAppAsync(CancellationToken cancellationToken)
    {
        await _host.Services.MigrateWeChatNotificationsAsync(cancellationToken);
        await using var scope = _host.Services.CreateAsyncScope();
        var app = await scope.ServiceProvider.GetRequiredService<IAppCredentialAppService>().CreateAsync(
            new() { AppId = _job.AppId, Secret = _job.Secret, Name = _job.AppId, Kind = AppKind.MiniProgram, TokenMode = TokenMode.Stable }, cancellationToken);
        _credentialId = app.Id;
        await scope.ServiceProvider.GetRequiredService<IMessageTemplateAppService>().CreateAsync(
            new()
            {
                Name = SampleMessages.TemplateName,
                AppCredentialId = app.Id,
                Channel = MessageChannel.SubscribeMessage,
                WeChatTemplateId = SampleMessages.WeChatTemplateId,
                SubscriptionKind = SubscriptionKind.LongTerm,
                PagePattern = $"{SampleMessages.PagePath}?no={{{SampleMessages.NumberKey}}}",
                Fields = [.. SampleMessages.Fields.Select(key => new TemplateFieldDto { Key = key })],
            },
            cancellationToken);
    }
}
