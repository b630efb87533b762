using Volo.Abp.BackgroundJobs;
using Volo.Abp.DependencyInjection;
using Volo.Abp.MultiTenancy;
using Volo.Abp.Threading;
using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Abp.Deliveries;

/// <summary>Sends what is due for one app. A job too many finds nothing and ends at once.</summary>
internal sealed class WeChatDeliveryJob(AppDeliveryRun run, ICurrentTenant currentTenant, ICancellationTokenProvider cancellation)
    : AsyncBackgroundJob<WeChatDeliveryJobArgs>, ITransientDependency
{
    public override async Task ExecuteAsync(WeChatDeliveryJobArgs args)
    {
        ArgumentNullException.ThrowIfNull(args);
        using (currentTenant.Change(args.TenantId))
        {
            await run.RunAsync(args.AppCredentialId, cancellation.Token).ConfigureAwait(false);
        }
    }
}

/// <summary>An app that has work.</summary>
[BackgroundJobName("WeChatNotifications.Deliver")]
public sealed class WeChatDeliveryJobArgs
{
    /// <summary>The tenant whose database holds the work; null for the host's database, which may hold the work of many tenants.</summary>
    public Guid? TenantId { get; set; }

    /// <summary>The app.</summary>
    public Guid AppCredentialId { get; set; }
}
