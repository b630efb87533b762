using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp;
using Volo.Abp.Autofac;
using Volo.Abp.BackgroundJobs;
using Volo.Abp.BackgroundJobs.EntityFrameworkCore;
using Volo.Abp.EntityFrameworkCore;
using Volo.Abp.Guids;
using Volo.Abp.Modularity;
using Volo.Abp.Timing;
using Volo.Abp.Uow;

namespace WeChatNotifications.Abp.Benchmarks;

/// <summary>ABP with its own background jobs, their EF Core store on PostgreSQL, and every setting as it comes.</summary>
[DependsOn(typeof(AbpAutofacModule), typeof(AbpBackgroundJobsEntityFrameworkCoreModule))]
internal sealed class JobWorkerModule : AbpModule
{
    public override void ConfigureServices(ServiceConfigurationContext context)
    {
        var run = context.Services.GetSingletonInstance<JobRun>();
        Configure<AbpClockOptions>(o => o.Kind = DateTimeKind.Utc);
        Configure<AbpDbContextOptions>(o => o.Configure(c => _ = c.ExistingConnection is { } connection
            ? c.DbContextOptions.UseNpgsql(connection)
            : c.DbContextOptions.UseNpgsql(run.Job.Database)));
        Configure<AbpSequentialGuidGeneratorOptions>(o => o.DefaultSequentialGuidType = SequentialGuidType.SequentialAsString);
    }

    /// <summary>Before the worker starts: it finds all jobs there when it looks for the first time.</summary>
    public override async Task OnPreApplicationInitializationAsync(ApplicationInitializationContext context)
    {
        var run = context.ServiceProvider.GetRequiredService<JobRun>();
        await using var scope = context.ServiceProvider.CreateAsyncScope();
        using var unitOfWork = scope.ServiceProvider.GetRequiredService<IUnitOfWorkManager>().Begin(requiresNew: true, isTransactional: false);
        var contexts = scope.ServiceProvider.GetRequiredService<IDbContextProvider<IBackgroundJobsDbContext>>();
        await (await contexts.GetDbContextAsync()).Database.EnsureCreatedAsync();
        var jobs = scope.ServiceProvider.GetRequiredService<IBackgroundJobManager>();
        for (var number = 0; number < run.Job.WarmUp + run.Job.Messages; number++)
        {
            await jobs.EnqueueAsync(new SendOneArgs { Number = number });
        }

        await unitOfWork.CompleteAsync();
    }
}
