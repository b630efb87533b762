using Microsoft.Extensions.DependencyInjection;
using Volo.Abp;
using Volo.Abp.BackgroundWorkers;
using WeChatNotifications.Jobs;

namespace WeChatNotifications.Abp.Jobs;

/// <summary>Makes ABP workers of the module's jobs.</summary>
internal static class ModuleJobWorkers
{
    /// <summary>The worker of a job.</summary>
    public static Type TypeFor(Type job) => typeof(ModuleJobWorker<>).MakeGenericType(job);

    /// <summary>Registers a worker for each job that is registered by now.</summary>
    public static void Add(IServiceCollection services)
    {
        foreach (var job in services.Where(d => d.ServiceType == typeof(IModuleJob)).Select(d => d.ImplementationType!).Distinct().ToList())
        {
            services.AddSingleton(TypeFor(job));
        }

        services.AddSingleton<RequestedJobsWorker>();
    }

    /// <summary>Hands them to ABP.</summary>
    public static async Task StartAsync(ApplicationInitializationContext context)
    {
        foreach (var job in context.ServiceProvider.GetServices<IModuleJob>())
        {
            await context.AddBackgroundWorkerAsync(TypeFor(job.GetType())).ConfigureAwait(false);
        }

        await context.AddBackgroundWorkerAsync<RequestedJobsWorker>().ConfigureAwait(false);
    }
}
