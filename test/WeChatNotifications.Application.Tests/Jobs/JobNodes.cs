using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WeChatNotifications.Application.Tests.Sending;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Jobs;
using WeChatNotifications.Nodes;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Application.Tests.Jobs;

internal static class JobNodes
{
    /// <summary>A node that runs these jobs in the shop's database.</summary>
    public static ModuleJobRunner Node(SendingWorld shop, JobRequests requests, params IModuleJob[] jobs)
    {
        var scopes = shop.Services.GetRequiredService<IServiceScopeFactory>();
        return new ModuleJobRunner(
            jobs, new SingleDeliveryPartition(), scopes, shop.Services.GetRequiredService<IAmbientTenant>(), new JobReports(scopes, shop.Clock), requests,
            new NodeActivity(), Options.Create(new DispatchOptions()), Options.Create(new ModuleJobOptions()), shop.Clock, NullLogger<ModuleJobRunner>.Instance);
    }
}

/// <summary>Counts how often it is run.</summary>
internal sealed class CountingJob(TimeSpan interval, string name = "counting") : IModuleJob
{
    private int _runs;

    public string Name => name;

    public TimeSpan Interval => interval;

    public int Runs => Volatile.Read(ref _runs);

    public bool Fails { get; init; }

    public TaskCompletionSource? Until { get; init; }

    public async Task<JobResult> RunAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        if (Fails)
        {
            throw new InvalidOperationException("a bug in a job");
        }

        if (Until is not null)
        {
            await Until.Task.WaitAsync(cancellationToken);
        }

        return new JobResult(1);
    }
}
