using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Security;

/// <summary>Whoever belongs to no tenant may look at all of them, and work as any one.</summary>
public sealed class HostSideTests(RunningHost host)
{
    private const string Header = "X-Tenant";

    [Fact]
    public async Task The_host_works_as_a_tenant_that_it_names()
    {
        var (shop, other) = (await (await host.NewShopAsync()).OpenAsync(), await (await host.NewShopAsync()).OpenAsync());
        var asTenant = (await host.OperatorAsync()).With(Header, shop.TenantId.ToString());

        IdsOf(await asTenant.GetAsync(Shop.Credentials)).ShouldBe([shop.CredentialId.ToString()]);
        (await asTenant.GetAsync($"{Shop.Credentials}/{other.CredentialId}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_host_looks_at_all_tenants_at_once()
    {
        var (shop, other) = (await (await host.NewShopAsync()).OpenAsync(), await (await host.NewShopAsync()).OpenAsync());
        var caller = await host.OperatorAsync();

        var all = IdsOf(await caller.With(Header, "*").GetAsync(Shop.Credentials));

        all.ShouldContain(shop.CredentialId.ToString());
        all.ShouldContain(other.CredentialId.ToString());
        IdsOf(await caller.GetAsync(Shop.Credentials)).ShouldNotContain(shop.CredentialId.ToString(), "without the header it is the host's own things");
    }

    [Fact]
    public async Task To_change_something_the_host_names_one_tenant()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        var caller = (await host.OperatorAsync()).With(Header, "*");

        (await caller.DeleteAsync($"{Shop.Templates}/{shop.TemplateId}")).ShouldBe(HttpStatusCode.BadRequest);

        (await shop.Admin.GetAsync($"{Shop.Templates}/{shop.TemplateId}")).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("7d0bb9ce-6a1c-4b0a-9d6c-0d9d7a1c3f10")]
    public async Task A_tenant_that_does_not_exist_is_refused_in_the_callers_language(string tenant)
    {
        var caller = (await host.OperatorAsync()).With(Header, tenant).With("Accept-Language", "zh-CN");

        var answer = (await caller.GetAsync(Shop.Credentials)).ShouldBe(HttpStatusCode.BadRequest);

        answer.Json["detail"]!.ToString().ShouldContain("租户");
    }

    [Theory]
    [InlineData("*")]
    [InlineData("7d0bb9ce-6a1c-4b0a-9d6c-0d9d7a1c3f10")]
    public async Task A_tenant_stays_among_its_own(string tenant)
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();

        (await shop.Admin.With(Header, tenant).GetAsync(Shop.Credentials)).ShouldBe(HttpStatusCode.Forbidden);
        (await shop.Admin.With(Header, shop.TenantId.ToString()).GetAsync(Shop.Credentials)).ShouldBe(HttpStatusCode.OK);
    }

    private static List<string> IdsOf(ApiAnswer answer)
        => [.. answer.ShouldBe(HttpStatusCode.OK).Json.AsArray().Select(c => c!["id"]!.ToString())];
}
