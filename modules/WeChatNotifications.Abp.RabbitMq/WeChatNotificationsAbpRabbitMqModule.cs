using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp;
using Volo.Abp.Modularity;
using WeChatNotifications.RabbitMq;
using WeChatNotifications.RabbitMq.Sending;

namespace WeChatNotifications.Abp.RabbitMq;

/// <summary>
/// RabbitMQ under the module in an ABP host: section <c>WeChatNotifications:RabbitMq</c>. Without a <c>Url</c> in it nothing changes, so that one
/// build may run with and without a broker. Tickets are wanted by a unit of work when it commits, as wake-ups of the engine are.
/// </summary>
[DependsOn(typeof(WeChatNotificationsAbpModule))]
public sealed class WeChatNotificationsAbpRabbitMqModule : AbpModule
{
    private const string Section = $"{nameof(WeChatNotifications)}:RabbitMq";

    /// <inheritdoc />
    public override void ConfigureServices(ServiceConfigurationContext context)
    {
        var services = context.Services;
        var section = services.GetConfiguration().GetSection(Section);
        if (string.IsNullOrWhiteSpace(section[nameof(RabbitMqOptions.Url)]))
        {
            return;
        }

        services.AddSingleton<IRequestTenantResolver, TenantStoreResolver>();
        var options = new RabbitMqOptions();
        section.Bind(options);
        if (options.CarriesDeliveries && services.GetSingletonInstance<WeChatNotificationsAbpOptions>().DeliverBy == DeliveryCarrier.BackgroundJobs)
        {
            throw new AbpException(
                $"{Section}:{nameof(RabbitMqOptions.CarriesDeliveries)} and WeChatNotifications:Abp:DeliverBy = BackgroundJobs both carry deliveries. Switch one of them off.");
        }

        new Builder(services).UseRabbitMq(section);
        services.AddHealthChecks().AddWeChatNotificationsRabbitMq();
    }

    private sealed record Builder(IServiceCollection Services) : IWeChatNotificationsBuilder;
}
