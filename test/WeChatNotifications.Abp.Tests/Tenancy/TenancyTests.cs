using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.Data;
using Volo.Abp.MultiTenancy;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Abp.Tests.Tenancy;

public sealed class TenancyTests(RunningAbpHost host)
{
    [Fact]
    public async Task A_tenant_never_sees_what_is_another_ones()
    {
        var delivery = (await host.Send(host.North, Shop.Order(host.North.NewUser()))).Single().DeliveryId;

        await Should.ThrowAsync<EntityNotFoundException>(() => host.Delivery(host.South, delivery));
        (await host.As<IAppCredentialAppService, IReadOnlyList<AppCredentialDto>>(host.South.Id, s => s.ListAsync()))
            .Select(c => c.AppId).ShouldBe([host.South.AppId]);
        (await host.As<IMessageTemplateAppService, IReadOnlyList<MessageTemplateDto>>(host.South.Id, s => s.ListAsync(null)))
            .Select(t => t.AppCredentialId).ShouldAllBe(id => id == host.South.AppCredentialId);
        (await host.As<IDeliveryAppService, CursorPage<DeliveryDto>>(host.South.Id, s => s.ListAsync(new() { PageSize = 500 })))
            .Items.ShouldNotContain(d => d.AppCredentialId == host.North.AppCredentialId);
    }

    [Fact]
    public async Task A_tenant_cannot_change_what_is_another_ones()
    {
        await Should.ThrowAsync<EntityNotFoundException>(() => host.As<IAppCredentialAppService, AppCredentialDto>(
            host.South.Id, s => s.PauseAsync(host.North.AppCredentialId, new(null, "mine now"))));
        await Should.ThrowAsync<RuleViolationException>(() => host.As<IMessageTemplateAppService, MessageTemplateDto>(
            host.South.Id, s => s.CreateAsync(host.South.TemplateOf(host.North.AppCredentialId) with { Name = "stolen" })));
    }

    [Fact]
    public async Task The_same_template_name_is_each_tenants_own()
    {
        var (north, south) = (host.North.NewUser(), host.South.NewUser());

        await host.Send(host.North, Shop.Order(north));
        await host.Send(host.South, Shop.Order(south));

        (await host.Message(north)).AppId.ShouldBe(host.North.AppId);
        (await host.Message(south)).AppId.ShouldBe(host.South.AppId);
    }

    [Fact]
    public async Task With_the_data_filter_off_everything_is_seen_and_with_it_on_again_no_more()
    {
        await using var scope = host.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var credentials = services.GetRequiredService<IAppCredentialAppService>();
        using var tenant = services.GetRequiredService<ICurrentTenant>().Change(host.North.Id);

        using (services.GetRequiredService<IDataFilter>().Disable<IMultiTenant>())
        {
            (await credentials.ListAsync()).Select(c => c.AppId).ShouldBe([host.North.AppId, host.South.AppId], ignoreOrder: true);
        }

        (await credentials.ListAsync()).Select(c => c.AppId).ShouldBe([host.North.AppId]);
    }

    [Fact]
    public async Task The_host_side_has_its_own_and_sees_no_tenants()
    {
        var app = await host.As<IAppCredentialAppService, AppCredentialDto>(
            null, s => s.CreateAsync(new() { AppId = "wxhost", Name = "Host", Secret = "host-secret-0123456789" }));

        (await host.As<IAppCredentialAppService, IReadOnlyList<AppCredentialDto>>(null, s => s.ListAsync())).Select(c => c.Id).ShouldBe([app.Id]);
        (await host.As<IAppCredentialAppService, IReadOnlyList<AppCredentialDto>>(host.North.Id, s => s.ListAsync())).ShouldNotContain(c => c.Id == app.Id);

        await host.As<IAppCredentialAppService, bool>(null, async s =>
        {
            await s.DeleteAsync(app.Id);
            return true;
        });
    }

    [Fact]
    public void The_modules_tenant_is_ABPs()
    {
        var current = host.Services.GetRequiredService<ICurrentTenant>();
        var ambient = host.Services.GetRequiredService<IAmbientTenant>();
        var filter = host.Services.GetRequiredService<IDataFilter>();

        using (current.Change(host.North.Id))
        {
            ambient.Id.ShouldBe(host.North.Id);
            using (ambient.DisableFilter())
            {
                filter.IsEnabled<IMultiTenant>().ShouldBeFalse();
                using (ambient.Change(host.South.Id))
                {
                    current.Id.ShouldBe(host.South.Id);
                    filter.IsEnabled<IMultiTenant>().ShouldBeTrue("whoever works as a tenant sees that tenant");
                }

                ambient.IsFilterEnabled.ShouldBeFalse();
            }

            (current.Id, filter.IsEnabled<IMultiTenant>()).ShouldBe((host.North.Id, true));
        }

        current.Id.ShouldBeNull();
    }
}
