using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WeChatNotifications;
using WeChatNotifications.Auditing;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Channels;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Events;
using WeChatNotifications.Jobs;
using WeChatNotifications.Localization;
using WeChatNotifications.MiniProgram;
using WeChatNotifications.Nodes;
using WeChatNotifications.Permits;
using WeChatNotifications.Recipients;
using WeChatNotifications.Security;
using WeChatNotifications.Sending;
using WeChatNotifications.Statistics;
using WeChatNotifications.Templates;
using WeChatNotifications.Tenancy;
using WeChatNotifications.Tokens;
using WeChatNotifications.WeChatApi;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts the module into a host.</summary>
public static class WeChatNotificationsServiceCollectionExtensions
{
    /// <summary>Name of the HTTP client towards WeChat, for a host that needs a proxy or its own handlers.</summary>
    public const string HttpClientName = "WeChatNotifications";

    /// <summary>
    /// Adds the notifier, the application services, the token provider and the delivery engine. Complete it with a database, such as
    /// <c>UsePostgreSql(connectionString)</c>. What the host has registered itself (<see cref="TimeProvider"/>,
    /// <see cref="IAmbientTenant"/>, a distributed cache, data protection) is used; else a default takes its place.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The module's section: <c>Api</c>, <c>Tokens</c>, <c>Sending</c>, <c>Templates</c>, <c>Dispatch</c>, <c>Permits</c>, <c>MiniProgram</c>, <c>FollowerImports</c>, <c>Broadcasts</c>, <c>BroadcastSchedules</c>, <c>Callbacks</c>, <c>Outcomes</c>, <c>Jobs</c> and <c>Node</c> in it. Wrong values stop the host at its start.</param>
    /// <param name="events">Which notifications the host's domain events cause; modules may add theirs by <see cref="AddWeChatNotificationEvents"/>.</param>
    public static IWeChatNotificationsBuilder AddWeChatNotifications(
        this IServiceCollection services, IConfiguration configuration, Action<NotificationEventMappings>? events = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        AddOptions(services, configuration);
        AddInfrastructure(services);
        AddUseCases(services);
        AddNode(services);
        AddOutcomes(services);
        AddEngine(services);
        AddCallbacks(services);
        if (events is not null)
        {
            services.AddWeChatNotificationEvents(events);
        }

        return new Builder(services);
    }

    /// <summary>Says which notifications some domain events cause. Any module of the host may call it, as often as it likes.</summary>
    public static IServiceCollection AddWeChatNotificationEvents(this IServiceCollection services, Action<NotificationEventMappings> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return services.AddSingleton(new NotificationEventSource(events));
    }

    /// <summary>
    /// Has a handler called with every message that WeChat pushes. Any module of the host may call it, for as many handlers as it likes;
    /// they are called in the order in which they were added.
    /// </summary>
    public static IServiceCollection AddWeChatMessageHandler<THandler>(this IServiceCollection services)
        where THandler : class, IWeChatMessageHandler
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddScoped<THandler>();
        return services.AddSingleton(new MessageHandlerType(typeof(THandler)));
    }

    /// <summary>
    /// Has a handler told what became of messages, broadcasts and apps: every <see cref="INotificationOutcomeHandler{TEvent}"/> that it
    /// implements. Any module of the host may call it, for as many handlers as it likes.
    /// </summary>
    public static IServiceCollection AddNotificationOutcomeHandler<THandler>(this IServiceCollection services)
        where THandler : class
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddScoped<THandler>();
        return services.AddSingleton(OutcomeListener.Handler(typeof(THandler)));
    }

    /// <summary>Has a publisher given everything that is told, to carry it out of the process.</summary>
    public static IServiceCollection AddOutcomePublisher<TPublisher>(this IServiceCollection services)
        where TPublisher : class, IOutcomePublisher
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddScoped<TPublisher>();
        return services.AddSingleton(OutcomeListener.Publisher(typeof(TPublisher)));
    }

    private static void AddOptions(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WeChatApiOptions>().Bind(configuration.GetSection("Api")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AccessTokenOptions>().Bind(configuration.GetSection("Tokens")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SendingOptions>().Bind(configuration.GetSection("Sending")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<CallbackOptions>().Bind(configuration.GetSection("Callbacks")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TemplateSyncOptions>().Bind(configuration.GetSection("Templates")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DispatchOptions>().Bind(configuration.GetSection("Dispatch")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PermitOptions>().Bind(configuration.GetSection("Permits")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<FollowerImportOptions>().Bind(configuration.GetSection("FollowerImports")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<BroadcastScheduleOptions>().Bind(configuration.GetSection("BroadcastSchedules")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<MiniProgramOptions>().Bind(configuration.GetSection("MiniProgram")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<OutcomeOptions>().Bind(configuration.GetSection("Outcomes")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<BroadcastOptions>().Bind(configuration.GetSection("Broadcasts")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<StatisticsOptions>().Bind(configuration.GetSection("Statistics")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection("Retention")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<NodeOptions>().Bind(configuration.GetSection("Node")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ModuleJobOptions>().Bind(configuration.GetSection("Jobs")).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DispatchOptions>, LeaseOutlastsCall>());
    }

    private static void AddInfrastructure(IServiceCollection services)
    {
        services.AddDataProtection();
        services.AddDistributedMemoryCache();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IAmbientTenant, AmbientTenant>();
        services.TryAddSingleton<ISecretProtector, DataProtectionSecretProtector>();
        services.TryAddSingleton<ICurrentUser, NoCurrentUser>();
        services.TryAddSingleton<IModuleTexts>(_ => new ModuleTexts());
        services.TryAddSingleton<WeChatNotificationsMetrics>();

        // No loggers: they would write the address, and WeChat's tokens travel in it.
        services.AddHttpClient(HttpClientName)
            .ConfigurePrimaryHttpMessageHandler(p => WeChatApiClient.CreateHandler(p.GetRequiredService<IOptions<WeChatApiOptions>>().Value))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigureHttpClient(c => c.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        services.TryAddSingleton<IWeChatApiClient>(p => new WeChatApiClient(
            p.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
            p.GetRequiredService<IOptions<WeChatApiOptions>>().Value,
            p.GetRequiredService<TimeProvider>()));
    }

    private static void AddUseCases(IServiceCollection services)
    {
        services.TryAddScoped<TemplateChains>();
        services.TryAddScoped<RecipientResolver>();
        services.TryAddScoped<NotificationFactory>();
        services.TryAddScoped<IWeChatNotifier, WeChatNotifier>();
        services.TryAddScoped<ISendingPolicy, EverybodyMaySend>();
        services.TryAddScoped<SetupChecklist>();
        services.TryAddScoped<IAppCredentialAppService, AppCredentialAppService>();
        services.TryAddScoped<IMessageTemplateAppService, MessageTemplateAppService>();
        services.TryAddScoped<TemplateDriftReader>();
        services.TryAddScoped<TemplatePreviewer>();
        services.TryAddScoped<TemplateSync>();
        services.TryAddScoped<TemplateAdoption>();
        services.TryAddScoped<IRemoteTemplateAppService, RemoteTemplateAppService>();
        services.TryAddScoped<ITemplateLibraryAppService, TemplateLibraryAppService>();
        services.TryAddScoped<ISubscriptionGrantAppService, SubscriptionGrantAppService>();
        services.TryAddScoped<IFormIdAppService, FormIdAppService>();
        services.TryAddScoped<IPermitOverviewAppService, PermitOverviewAppService>();
        services.TryAddScoped<ManyDeliveries>();
        services.TryAddScoped<DeliveryWire>();
        services.TryAddScoped<IDeliveryAppService, DeliveryAppService>();
        services.TryAddScoped<IStatisticsAppService, StatisticsAppService>();
        services.TryAddScoped<IJobAppService, JobAppService>();
        services.TryAddScoped<INodeAppService, NodeAppService>();
        services.TryAddScoped<RecipientAppService>();
        services.TryAddScoped<IRecipientAppService>(p => p.GetRequiredService<RecipientAppService>());
        services.TryAddScoped<IWeChatRecipients>(p => p.GetRequiredService<RecipientAppService>());
        services.TryAddScoped<IFollowerImportAppService, FollowerImportAppService>();
        services.TryAddScoped<BroadcastContentReader>();
        services.TryAddScoped<BroadcastStart>();
        services.TryAddScoped<BroadcastDryRun>();
        services.TryAddScoped<BroadcastMapper>();
        services.TryAddScoped<ScheduledBroadcasts>();
        services.TryAddScoped<IBroadcastAppService, BroadcastAppService>();
        services.TryAddScoped<IBroadcastScheduleAppService, BroadcastScheduleAppService>();
        services.TryAddSingleton<AppLocator>();
        services.TryAddSingleton<MiniProgramSessions>();
        services.TryAddScoped<MiniProgramLogin>();
        services.TryAddScoped<IMiniProgramAppService, MiniProgramAppService>();
        services.TryAddScoped<IAuditAppService, AuditAppService>();
        services.TryAddScoped<ITenantLimitsAppService, TenantLimitsAppService>();
        services.TryAddScoped<INotificationEventPublisher, NotificationEventPublisher>();
        services.TryAddSingleton(p => NotificationEventSource.Combine(p.GetServices<NotificationEventSource>()));
        services.TryAddSingleton<EventCatalogue>();
        services.TryAddSingleton<RunTimeMappings>();
        services.TryAddScoped<EventTemplateCheck>();
        services.TryAddScoped<EventMappingTrial>();
        services.TryAddScoped<IEventMappingAppService, EventMappingAppService>();
    }

    private static void AddEngine(IServiceCollection services)
    {
        services.TryAddSingleton<TokenHealth>();
        services.TryAddSingleton<ISharedTokenCache, DistributedTokenCache>();
        services.TryAddSingleton<AccessTokenSource>();
        services.TryAddSingleton<IAccessTokenProvider, AccessTokenProvider>();
        services.TryAddSingleton<WeChatCalls>();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IMessageChannel, SubscribeMessageChannel>(),
            ServiceDescriptor.Singleton<IMessageChannel, TemplateMessageChannel>(),
            ServiceDescriptor.Singleton<IMessageChannel, UniformMessageChannel>(),
            ServiceDescriptor.Singleton<IMessageChannel, OfficialAccountTemplateMessageChannel>(),
            ServiceDescriptor.Singleton<IMessageChannel, OfficialAccountSubscribeMessageChannel>(),
        ]);
        services.TryAddSingleton<RetiredChannels>();
        services.TryAddSingleton<PermitDesk>();
        services.TryAddSingleton<FallbackWalk>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModuleJob, FormIdPurgeJob>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModuleJob, SecretReprotectionJob>());
        services.TryAddSingleton<WakeUpOutbox>();
        services.TryAddSingleton<DeliverySignal>();
        services.TryAddSingleton<IDeliverySignal>(p => p.GetRequiredService<DeliverySignal>());
        services.TryAddSingleton<DeliveryProcessor>();
        services.TryAddSingleton<TenantGates>();
        services.TryAddSingleton<IDeliveryPartitionSource, SingleDeliveryPartition>();
        services.TryAddSingleton<BacklogMonitor>();
        services.AddHostedService(p => p.GetRequiredService<BacklogMonitor>());
        services.AddHostedService<WakeUpRelay>();
        services.AddHostedService<DeliveryDispatcher>();
        services.TryAddSingleton<FollowerImportStep>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModuleJob, FollowerImportJob>());
        services.TryAddScoped<BroadcastMessages>();
        services.TryAddScoped<BroadcastRows>();
        services.TryAddScoped<BroadcastSteering>();
        services.TryAddSingleton<BroadcastExpander>();
        services.TryAddSingleton<AudienceStaging>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModuleJob, BroadcastExpansionJob>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModuleJob, BroadcastSourceJob>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModuleJob, BroadcastScheduleJob>());
        AddJobs(services);
    }

    private static void AddJobs(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModuleJob, StatisticsRollUpJob>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModuleJob, LogRetentionJob>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModuleJob, TokenRefreshJob>());
        services.TryAddSingleton<JobRequests>();
        services.TryAddSingleton<JobReports>();
        services.TryAddSingleton<LapsedClaims>();
        services.TryAddSingleton<ModuleJobRunner>();
        services.AddHostedService(p => p.GetRequiredService<ModuleJobRunner>());
    }

    /// <summary>First of all: hosted services stop in the opposite order, and a node says goodbye when everything else has stopped.</summary>
    private static void AddNode(IServiceCollection services)
    {
        services.TryAddSingleton<NodeActivity>();
        services.TryAddSingleton<PendingOutcomes>();
        services.TryAddSingleton<NodeHeartbeat>();
        services.AddHostedService(p => p.GetRequiredService<NodeHeartbeat>());
    }

    /// <summary>Before the engine: hosted services stop in the opposite order, and the engine has outcomes to tell until it has stopped.</summary>
    private static void AddOutcomes(IServiceCollection services)
    {
        services.TryAddScoped<IOutcomeTeller, OutcomeTeller>();
        services.TryAddScoped<LapsedDeliveries>();
        services.TryAddScoped<CancelledDeliveries>();
        services.TryAddSingleton<OutcomePump>();
        services.TryAddSingleton<IOutcomeSink>(p => p.GetRequiredService<OutcomePump>());
        services.AddHostedService(p => p.GetRequiredService<OutcomePump>());
    }

    private static void AddCallbacks(IServiceCollection services)
    {
        services.TryAddScoped<IAppCallbackAppService, AppCallbackAppService>();
        services.TryAddSingleton<CallbackDirectory>();
        services.TryAddSingleton<ReplayGuard>();
        services.TryAddSingleton<CallbackQueue>();
        services.TryAddSingleton<ICallbackReceiver, CallbackReceiver>();
        services.TryAddSingleton<RefusedDeliveries>();
        services.TryAddSingleton<CallbackStore>();
        services.TryAddSingleton<MessageHandlers>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModuleJob, PendingReceiptJob>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModuleJob, InboxPurgeJob>());
        services.AddHostedService<CallbackProcessor>();
    }

    private sealed record Builder(IServiceCollection Services) : IWeChatNotificationsBuilder;
}
