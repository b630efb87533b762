using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Volo.Abp;
using Volo.Abp.Application;
using Volo.Abp.AspNetCore.ExceptionHandling;
using Volo.Abp.AspNetCore.Mvc;
using Volo.Abp.Auditing;
using Volo.Abp.AutoMapper;
using Volo.Abp.BackgroundJobs;
using Volo.Abp.BackgroundWorkers;
using Volo.Abp.Caching;
using Volo.Abp.DistributedLocking;
using Volo.Abp.EventBus;
using Volo.Abp.Json.SystemTextJson;
using Volo.Abp.Modularity;
using Volo.Abp.Security;
using Volo.Abp.Timing;
using Volo.Abp.Uow;
using WeChatNotifications.Abp.Auditing;
using WeChatNotifications.Abp.Callbacks;
using WeChatNotifications.Abp.Deliveries;
using WeChatNotifications.Abp.EntityFrameworkCore;
using WeChatNotifications.Abp.EntityFrameworkCore.Deliveries;
using WeChatNotifications.Abp.EntityFrameworkCore.Transactions;
using WeChatNotifications.Abp.Events;
using WeChatNotifications.Abp.Jobs;
using WeChatNotifications.Abp.Json;
using WeChatNotifications.Abp.Localization;
using WeChatNotifications.Abp.Mapping;
using WeChatNotifications.Abp.Security;
using WeChatNotifications.Abp.Sending;
using WeChatNotifications.Abp.Tenancy;
using WeChatNotifications.Abp.Timing;
using WeChatNotifications.Abp.Tokens;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.EntityFrameworkCore.Auditing;
using WeChatNotifications.Events;
using WeChatNotifications.HttpApi.Errors;
using WeChatNotifications.HttpApi.Json;
using WeChatNotifications.Jobs;
using WeChatNotifications.Localization;
using WeChatNotifications.Nodes;
using WeChatNotifications.Permits;
using WeChatNotifications.Recipients;
using WeChatNotifications.Security;
using WeChatNotifications.Sending;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Tokens;
using WeChatNotifications.Transactions;

namespace WeChatNotifications.Abp;

/// <summary>
/// The whole module in an ABP host: <c>[DependsOn(typeof(WeChatNotificationsAbpModule))]</c>, the tables in the host's DbContext
/// (<see cref="IWeChatNotificationsDbContext"/>), and the section <c>WeChatNotifications</c> of its configuration.
/// </summary>
[DependsOn(
    typeof(WeChatNotificationsAbpContractsModule),
    typeof(WeChatNotificationsAbpEntityFrameworkCoreModule),
    typeof(AbpAspNetCoreMvcModule),
    typeof(AbpAuditingModule),
    typeof(AbpAutoMapperModule),
    typeof(AbpBackgroundJobsModule),
    typeof(AbpBackgroundWorkersModule),
    typeof(AbpCachingModule),
    typeof(AbpDddApplicationModule),
    typeof(AbpDistributedLockingAbstractionsModule),
    typeof(AbpEventBusModule),
    typeof(AbpSecurityModule),
    typeof(AbpTimingModule))]
public sealed class WeChatNotificationsAbpModule : AbpModule
{
    /// <summary>
    /// Name of the selector in <see cref="AbpAuditingOptions.EntityHistorySelectors"/> by which changes of the module's things stand in ABP's audit
    /// log. A host that does not want them removes it.
    /// </summary>
    public const string EntityHistorySelector = "WeChatNotifications";

    private const string Section = "WeChatNotifications";

    /// <summary>The audit log tells who did what and when, and never what the secret was, nor to whom a message went.</summary>
    private static readonly Type[] NotForTheAuditLog =
    [
        typeof(CreateAppCredentialDto), typeof(UpdateAppCredentialDto), typeof(SaveCallbacksDto),
        typeof(ReportFormIdsDto), typeof(FormIdQueryDto), typeof(ReportGrantsDto), typeof(GrantQueryDto), typeof(LinkRecipientDto), typeof(RecipientQueryDto),
        typeof(WeChatNotificationInput), typeof(DeliveryQueryDto), typeof(TestEventMappingDto),
    ];

    /// <inheritdoc />
    public override void PreConfigureServices(ServiceConfigurationContext context)
        => PreConfigure<IMvcBuilder>(mvc => mvc.AddApplicationPartIfNotExists(typeof(WeChatNotificationsAbpModule).Assembly));

    /// <inheritdoc />
    public override void ConfigureServices(ServiceConfigurationContext context)
    {
        var services = context.Services;
        var section = services.GetConfiguration().GetSection(Section);
        var options = services.ExecutePreConfiguredActions(new WeChatNotificationsAbpOptions());
        section.GetSection("Abp").Bind(options);

        FillSeams(services, options);
        services.AddWeChatNotifications(section);
        services.Replace(ServiceDescriptor.Singleton(p => AbpModuleTexts.Over(p.GetRequiredService<IStringLocalizer<WeChatNotificationsAbpResource>>())));
        AddEvents(services, options);
        AddDelivery(services, options);
        WeChatNotificationsEndpoints.Add(services);
        ConfigureAbp(services);
    }

    /// <inheritdoc />
    public override void PostConfigureServices(ServiceConfigurationContext context)
    {
        // Last, so that they stand in front of what the host's other modules registered: a provider's queue, above all.
        var services = context.Services;
        ModuleJobWorkers.Add(services);
        AddHandlers(services);
        services.Decorate<IWeChatNotifier>((p, inner) => ActivatorUtilities.CreateInstance<TenantPolicyNotifier>(p, inner));
        services.Decorate<IDeliverySignal>((p, inner) => new AfterCommitSignal(inner, p.GetRequiredService<AfterCommit>()));
        services.Decorate<IDeliveryQueue>((p, inner) => ActivatorUtilities.CreateInstance<UnitOfWorkDeliveryQueue>(p, inner));
    }

    /// <inheritdoc />
    public override async Task OnApplicationInitializationAsync(ApplicationInitializationContext context)
    {
        var services = context.ServiceProvider;
        services.GetRequiredService<MappedEventSubscriptions>().Subscribe();
        await context.AddBackgroundWorkerAsync<BacklogWorker>().ConfigureAwait(false);
        await context.AddBackgroundWorkerAsync<LapsedDeliveriesWorker>().ConfigureAwait(false);
        if (services.GetRequiredService<WeChatNotificationsAbpOptions>().DeliverBy == DeliveryCarrier.BackgroundJobs)
        {
            services.GetRequiredService<NodeActivity>().Work = WorkSource.Jobs;
            await context.AddBackgroundWorkerAsync<DueDeliveriesWorker>().ConfigureAwait(false);
        }

        if (services.GetRequiredService<IOptions<ModuleJobOptions>>().Value.IsEnabled)
        {
            await ModuleJobWorkers.StartAsync(context).ConfigureAwait(false);
        }
    }

    private static void FillSeams(IServiceCollection services, WeChatNotificationsAbpOptions options)
    {
        services.AddSingleton(options);
        services.Replace(ServiceDescriptor.Singleton<TimeProvider, ClockTimeProvider>());
        services.AddSingleton<IAmbientTenant, CurrentTenantAmbient>();
        services.AddSingleton<WeChatNotifications.Auditing.ICurrentUser, AbpCallers>();
        services.AddScoped<ISendingPolicy, FeatureSendingPolicy>();
        services.AddSingleton<IDeliveryPartitionSource, TenantDatabases>();
        services.AddSingleton<ISharedTokenCache, AbpTokenCache>();
        services.AddSingleton<DataProtectionSecretProtector>();
        if (options.SecretProtection == SecretProtection.StringEncryption)
        {
            services.AddSingleton<ISecretProtector, StringEncryptionSecretProtector>();
        }
        else
        {
            services.AddSingleton<ISecretProtector>(p => p.GetRequiredService<DataProtectionSecretProtector>());
        }
    }

    private static void AddEvents(IServiceCollection services, WeChatNotificationsAbpOptions options)
    {
        services.AddSingleton<MappedEventSubscriptions>();
        if (options.PublishOutcomes)
        {
            services.AddOutcomePublisher<DistributedOutcomePublisher>();
            services.Replace(ServiceDescriptor.Scoped<IOutcomeTeller, UnitOfWorkOutcomeTeller>());
        }
    }

    private void AddDelivery(IServiceCollection services, WeChatNotificationsAbpOptions options)
    {
        services.AddTransient<AppDeliveryRun>();

        // These are ABP workers here.
        services.RemoveAll(d => d.ServiceType == typeof(IHostedService)
            && (d.ImplementationFactory?.Method.ReturnType == typeof(BacklogMonitor) || d.ImplementationFactory?.Method.ReturnType == typeof(ModuleJobRunner)));
        PostConfigure<DispatchOptions>(dispatch => dispatch.TakesBackLapsedClaims = false);
        if (options.DeliverBy == DeliveryCarrier.BackgroundJobs)
        {
            PostConfigure<DispatchOptions>(dispatch => dispatch.IsEnabled = false);
            services.AddSingleton<JobHandOver>();
            services.AddHostedService(p => p.GetRequiredService<JobHandOver>());
            services.Replace(ServiceDescriptor.Singleton<IDeliverySignal>(p => p.GetRequiredService<JobHandOver>()));
        }

        // A node that shall run no workers shall not run the engine either.
        services.AddOptions<DispatchOptions>().PostConfigure<IOptions<AbpBackgroundWorkerOptions>>(
            (dispatch, workers) => dispatch.IsEnabled &= workers.Value.IsEnabled);
    }

    /// <summary>
    /// A handler of WeChat's messages, or of outcomes, needs no more than its interface and one of ABP's lifetimes;
    /// <c>AddWeChatMessageHandler</c> and <c>AddNotificationOutcomeHandler</c> do as well.
    /// </summary>
    private static void AddHandlers(IServiceCollection services)
    {
        foreach (var type in services.Where(d => !d.IsKeyedService && d.ServiceType == d.ImplementationType).Select(d => d.ServiceType).Distinct().ToList())
        {
            if (typeof(IWeChatMessageHandler).IsAssignableFrom(type))
            {
                services.AddSingleton(new MessageHandlerType(type));
            }

            if (OutcomeListener.IsHandler(type))
            {
                services.AddSingleton(OutcomeListener.Handler(type));
            }
        }
    }

    private void ConfigureAbp(IServiceCollection services)
    {
        services.AddAutoMapperObjectMapper<WeChatNotificationsAbpModule>();
        Configure<AbpAutoMapperOptions>(o => o.AddProfile<WeChatNotificationsAutoMapperProfile>(validate: true));

        // Module enums travel as words, as in the plain API, whatever the host does with its own.
        Configure<JsonOptions>(o => o.JsonSerializerOptions.Converters.Add(new ModuleEnumConverter()));
        Configure<AbpSystemTextJsonSerializerOptions>(o => o.JsonSerializerOptions.Converters.Add(new ModuleEnumConverter()));

        Configure<AbpSystemTextJsonSerializerModifiersOptions>(o => o.Modifiers.Add(ModuleValuesJson.Modify));

        Configure<AbpAuditingOptions>(o =>
        {
            o.IgnoredTypes.AddRange(NotForTheAuditLog);
            o.EntityHistorySelectors.Add(new NamedTypeSelector(EntityHistorySelector, AuditedEntities.Types.Contains));
        });
        Configure<AbpExceptionHttpStatusCodeOptions>(o =>
        {
            o.Map(WeChatNotificationsErrorCodes.NotFound, HttpStatusCode.NotFound);
            o.Map(WeChatNotificationsErrorCodes.ConcurrencyConflict, HttpStatusCode.Conflict);
            o.Map(WeChatNotificationsErrorCodes.InUse, HttpStatusCode.Conflict);
            o.Map(WeChatNotificationsErrorCodes.DeliveryState, HttpStatusCode.Conflict);
            o.Map(WeChatNotificationsErrorCodes.FollowerImportRunning, HttpStatusCode.Conflict);
            o.Map(WeChatNotificationsErrorCodes.FollowerImportState, HttpStatusCode.Conflict);
            o.Map(WeChatNotificationsErrorCodes.BroadcastState, HttpStatusCode.Conflict);
            o.Map(WeChatNotificationsErrorCodes.RemoteTemplateGone, HttpStatusCode.Conflict);
            o.Map(WeChatNotificationsErrorCodes.WeChatRefused, HttpStatusCode.Conflict);
            o.Map(WeChatNotificationsErrorCodes.WeChatUnreachable, HttpStatusCode.ServiceUnavailable);
            o.Map(HttpErrorCodes.SecretUnreadable, HttpStatusCode.Conflict);
            o.Map(HttpErrorCodes.ListMediaType, HttpStatusCode.UnsupportedMediaType);
            o.Map(HttpErrorCodes.BodyTooLarge, HttpStatusCode.RequestEntityTooLarge);
        });
    }
}
