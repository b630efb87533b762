using Volo.Abp.BackgroundJobs;
using Volo.Abp.DependencyInjection;
using Volo.Abp.Threading;

namespace WeChatNotifications.Abp.Benchmarks;

/// <summary>One message.</summary>
internal sealed class SendOneArgs
{
    public int Number { get; set; }
}

/// <summary>A job as an application writes it: one call to WeChat.</summary>
internal sealed class SendOneJob(JobRun run, ICancellationTokenProvider cancellation) : AsyncBackgroundJob<SendOneArgs>, ITransientDependency
{
    public override Task ExecuteAsync(SendOneArgs args) => run.ExecuteAsync(args.Number, cancellation.Token);
}
