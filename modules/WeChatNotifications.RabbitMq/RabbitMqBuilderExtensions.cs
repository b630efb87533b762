using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using WeChatNotifications.Deliveries;
using WeChatNotifications.RabbitMq.Connections;
using WeChatNotifications.RabbitMq.Deliveries;
using WeChatNotifications.RabbitMq.Diagnostics;
using WeChatNotifications.RabbitMq.Events;
using WeChatNotifications.RabbitMq.Sending;

namespace WeChatNotifications.RabbitMq;

/// <summary>Puts RabbitMQ under the module.</summary>
public static class RabbitMqBuilderExtensions
{
    /// <summary>
    /// Spreads deliveries over machines by tickets, and takes notifications of other services from a queue. Without a <see cref="RabbitMqOptions.Url"/>
    /// the host does not start.
    /// </summary>
    /// <param name="builder">What <c>AddWeChatNotifications</c> returned.</param>
    /// <param name="configuration">The section of <see cref="RabbitMqOptions"/>.</param>
    /// <param name="configure">Changes to it.</param>
    public static IWeChatNotificationsBuilder UseRabbitMq(
        this IWeChatNotificationsBuilder builder, IConfiguration configuration, Action<RabbitMqOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configuration);
        return builder.UseRabbitMq(options =>
        {
            configuration.Bind(options);
            configure?.Invoke(options);
        });
    }

    /// <inheritdoc cref="UseRabbitMq(IWeChatNotificationsBuilder, IConfiguration, Action{RabbitMqOptions})"/>
    public static IWeChatNotificationsBuilder UseRabbitMq(this IWeChatNotificationsBuilder builder, Action<RabbitMqOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new RabbitMqOptions();
        configure(options);
        builder.Services.AddOptions<RabbitMqOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddRabbitMq(options);
        return builder;
    }

    /// <summary>Adds the check <c>wechat-notifications-rabbitmq</c>, degraded while there is no connection, tagged <c>ready</c>.</summary>
    public static IHealthChecksBuilder AddWeChatNotificationsRabbitMq(this IHealthChecksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            "wechat-notifications-rabbitmq", p => ActivatorUtilities.CreateInstance<RabbitMqHealthCheck>(p), HealthStatus.Degraded, ["ready"]));
    }

    /// <summary>Registers what the options ask for; which parts there are is decided once.</summary>
    internal static void AddRabbitMq(this IServiceCollection services, RabbitMqOptions options)
    {
        services.AddSingleton<LinkState>();
        services.AddSingleton<Topology>();
        services.AddSingleton(p => p.GetRequiredService<Topology>().Names);
        services.AddSingleton<RabbitMqMetrics>();
        services.AddPart<ConfirmedPublisher>();
        services.AddSingleton<EventSender>();
        if (options.CarriesDeliveries)
        {
            services.AddTickets();
        }

        if (options.PublishesEvents)
        {
            services.AddOutcomePublisher<EventPublisher>();
        }

        if (options.TakesRequests)
        {
            services.AddSingleton<RequestEvents>();
            services.AddSingleton<DeadRequests>();
            services.TryAddSingleton<IRequestTenantResolver, IdTenantResolver>();
            services.AddPart<RequestCounter>();
        }

        // Last: a stopping host ends the connection before the work, and what was not answered goes to other nodes.
        services.AddSingleton<RabbitMqLink>();
        services.AddHostedService(p => p.GetRequiredService<RabbitMqLink>());
    }

    private static void AddTickets(this IServiceCollection services)
    {
        services.RemoveAll(d => d.ServiceType == typeof(IHostedService) && d.ImplementationType == typeof(DeliveryDispatcher));
        services.AddPart<TicketOffice>();
        services.Replace(ServiceDescriptor.Singleton<IDeliverySignal>(p => p.GetRequiredService<TicketOffice>()));
        services.AddSingleton<TicketSweep>();
        services.AddSingleton<Workshops>();
        services.AddHostedService(p => p.GetRequiredService<Workshops>());
        services.AddPart<TicketCounter>();
    }

    private static void AddPart<TPart>(this IServiceCollection services)
        where TPart : class, IRabbitMqPart
    {
        services.AddSingleton<TPart>();
        services.AddSingleton<IRabbitMqPart>(p => p.GetRequiredService<TPart>());
    }

    private static void RemoveAll(this IServiceCollection services, Func<ServiceDescriptor, bool> match)
    {
        foreach (var descriptor in services.Where(match).ToList())
        {
            services.Remove(descriptor);
        }
    }
}
