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

    public Guid CredentialId => _credentialId;

    public IServiceProvider Services => _host.Services;

    /// <summary>A host that sends.</summary>
    public static async Task<Worker> StartAsync(Job job, CancellationToken cancellationToken)
    {
        var worker = await OpenAsync(job, cancellationToken);
        await worker.StartEngineAsync(cancellationToken);
        return worker;
    }

    /// <summary>A host that queues and does not send.</summary>
    public static async Task<Worker> OpenAsync(Job job, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        // EF Core looks for its table of migrations before there is one, and calls that a failure.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Critical);

        // Of hosts that start together all but one lose the race for the first lease of a job, which EF Core reports before it is handled.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.Critical);

        // The key of a throw-away secret may lie there in clear.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["WeChatNotifications:Api:BaseAddress"] = job.WeChat.ToString(),
            ["WeChatNotifications:Dispatch:ConcurrencyPerApp"] = job.Concurrency.ToString(System.Globalization.CultureInfo.InvariantCulture),
        });
        builder.Configuration.AddEnvironmentVariables("BENCHMARK_");

        ProtectSecrets(builder.Services.AddDataProtection(), job.KeyFolder);
        builder.Services.AddWeChatNotifications(builder.Configuration.GetSection("WeChatNotifications"))
            .UsePostgreSql(job.Database ?? throw new ArgumentException("The job names no database.", nameof(job)));
        var worker = new Worker(builder.Build(), job);
        if (job.CredentialId is { } existing)
        {
            worker._credentialId = existing;
        }
        else
        {
            await worker.CreateAppAsync(cancellationToken);
        }

        return worker;
    }

    public Task StartEngineAsync(CancellationToken cancellationToken) => _host.StartAsync(cancellationToken);

    /// <summary>Ends as a host does: what was sent is recorded before this returns.</summary>
    public Task StopEngineAsync(CancellationToken cancellationToken) => _host.StopAsync(cancellationToken);

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

    /// <summary>Where one process alone stores and reads the secret, no key needs to outlive it.</summary>
    private static void ProtectSecrets(IDataProtectionBuilder protection, string? keyFolder)
    {
        if (keyFolder is null)
        {
            protection.UseEphemeralDataProtectionProvider();
        }
        else
        {
            protection.PersistKeysToFileSystem(new DirectoryInfo(keyFolder)).SetApplicationName("benchmark");
        }
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
