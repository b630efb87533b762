using Volo.Abp.Application;
using Volo.Abp.Authorization;
using Volo.Abp.EventBus.Abstractions;
using Volo.Abp.Features;
using Volo.Abp.Localization;
using Volo.Abp.Localization.ExceptionHandling;
using Volo.Abp.Modularity;
using Volo.Abp.Settings;
using Volo.Abp.VirtualFileSystem;
using WeChatNotifications.Abp.Localization;
using WeChatNotifications.Localization;

namespace WeChatNotifications.Abp;

/// <summary>
/// What other modules and services need in order to send notifications and to hear of their outcomes, without the engine: event
/// records, interfaces of the remote services, and the definitions of permissions, features, settings and texts.
/// </summary>
[DependsOn(
    typeof(AbpAuthorizationAbstractionsModule),
    typeof(AbpDddApplicationContractsModule),
    typeof(AbpEventBusAbstractionsModule),
    typeof(AbpFeaturesModule),
    typeof(AbpLocalizationModule),
    typeof(AbpSettingsModule),
    typeof(AbpVirtualFileSystemModule))]
public sealed class WeChatNotificationsAbpContractsModule : AbpModule
{
    /// <inheritdoc />
    public override void ConfigureServices(ServiceConfigurationContext context)
    {
        Configure<AbpVirtualFileSystemOptions>(options =>
        {
            // The very texts of the plain module, and beside them the few that only ABP's definitions need.
            options.FileSets.AddEmbedded<WeChatNotificationsResource>();
            options.FileSets.AddEmbedded<WeChatNotificationsAbpContractsModule>();
        });
        Configure<AbpLocalizationOptions>(options => options.Resources
            .Add<WeChatNotificationsAbpResource>("en")
            .AddVirtualJson("/WeChatNotifications/Localization")
            .AddVirtualJson("/WeChatNotifications/Abp/Localization"));
        Configure<AbpExceptionLocalizationOptions>(
            options => options.MapCodeNamespace(WeChatNotificationsAbpResource.Name, typeof(WeChatNotificationsAbpResource)));
    }
}
