using Microsoft.AspNetCore.Authentication;
using Volo.Abp;
using Volo.Abp.AspNetCore.MultiTenancy;
using Volo.Abp.AspNetCore.Mvc;
using Volo.Abp.AspNetCore.Mvc.UI.Theming;
using Volo.Abp.Authorization.Permissions;
using Volo.Abp.Autofac;
using Volo.Abp.EntityFrameworkCore;
using Volo.Abp.EntityFrameworkCore.DistributedEvents;
using Volo.Abp.EventBus.Distributed;
using Volo.Abp.Localization;
using Volo.Abp.Modularity;
using Volo.Abp.MultiTenancy;
using Volo.Abp.Timing;
using WeChatNotifications.Abp;
using WeChatNotifications.Abp.Dashboard;
using WeChatNotifications.Abp.RabbitMq;
using WeChatNotifications.AbpHost.Modules.Identity;
using WeChatNotifications.AbpHost.Modules.Orders;
using WeChatNotifications.AbpHost.Persistence;
using WeChatNotifications.AbpHost.Themes;
using WeChatNotifications.Broadcasts;

namespace WeChatNotifications.AbpHost;

/// <summary>
/// A sample ABP application: tenants, an Orders module, and the notification module. What concerns notifications are a line in
/// <c>DependsOn</c> and one for the database, the interface on <see cref="AbpHostDbContext"/>, and <see cref="OrderNotifications"/>.
/// </summary>
[DependsOn(
    typeof(AbpAutofacModule),
    typeof(AbpAspNetCoreMvcModule),
    typeof(AbpAspNetCoreMultiTenancyModule),
    typeof(WeChatNotificationsAbpModule),
    typeof(WeChatNotificationsAbpRabbitMqModule),
    typeof(WeChatNotificationsAbpDashboardModule))]
public sealed class AbpHostModule : AbpModule
{
    public override void ConfigureServices(ServiceConfigurationContext context)
    {
        var services = context.Services;
        Configure<AbpMultiTenancyOptions>(o => o.IsEnabled = true);
        Configure<AbpClockOptions>(o => o.Kind = DateTimeKind.Utc);
        ConfigureDatabase(services);
        ConfigureWeb(services);
        services.AddWeChatNotificationEvents(OrderNotifications.Map);
        services.AddAudienceSource<OrderCustomers>();
    }

    public override void OnApplicationInitialization(ApplicationInitializationContext context)
    {
        var app = context.GetApplicationBuilder();
        app.UseAbpRequestLocalization();
        app.UseCorrelationId();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseAuthentication();
        app.UseMultiTenancy();
        app.UseUnitOfWork();
        app.UseAuthorization();
        app.UseAuditing();
        app.UseConfiguredEndpoints(endpoints =>
        {
            endpoints.MapOpenApi();
            endpoints.MapHealthChecks("/health/ready");
        });
    }

    private void ConfigureDatabase(IServiceCollection services)
    {
        services.AddAbpDbContext<AbpHostDbContext>(o => o.AddDefaultRepositories());
        // Events leave with the transaction that caused them; a process that dies loses none.
        Configure<AbpDistributedEventBusOptions>(o => o.Outboxes.Configure(outbox => outbox.UseDbContext<AbpHostDbContext>()));
    }

    private void ConfigureWeb(IServiceCollection services)
    {
        services.AddAuthentication(ApiKeyAuthenticationHandler.Scheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthenticationHandler>(ApiKeyAuthenticationHandler.Scheme, configureOptions: null);
        Configure<AbpThemingOptions>(o =>
        {
            o.Themes.Add<SampleTheme>();
            o.DefaultThemeName = SampleTheme.Name;
        });
        services.AddOptions<ApiKeyOptions>().BindConfiguration("Identity");
        Configure<AbpPermissionOptions>(o => o.ValueProviders.Add<ClaimPermissionValueProvider>());
        Configure<AbpLocalizationOptions>(o =>
        {
            o.Languages.Add(new LanguageInfo("en", "en", "English"));
            o.Languages.Add(new LanguageInfo("zh-Hans", "zh-Hans", "简体中文"));
        });
        Configure<AbpAspNetCoreMvcOptions>(o => o.ConventionalControllers.Create(typeof(AbpHostModule).Assembly));
        // ABP groups its services by module; the document shows all of them.
        services.AddOpenApi(o => o.ShouldInclude = _ => true);
        services.AddHealthChecks().AddWeChatNotifications();
    }
}
