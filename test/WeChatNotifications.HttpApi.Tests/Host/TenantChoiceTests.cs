using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Host;

/// <summary>People of the host itself choose in their browser whose things they see; nobody else does.</summary>
public sealed class TenantChoiceTests(RunningHost host)
{
    private const string Page = "/account/tenant";

    [Fact]
    public async Task The_choice_decides_whose_things_are_seen()
    {
        var shop = await host.NewShopAsync();
        await shop.OpenAsync();
        var person = await host.OperatorAsync();
        (await person.GetAsync(Page)).ShouldBe(HttpStatusCode.OK).Body.ShouldContain(shop.TenantId.ToString());

        // The test's client keeps the cookie itself.
        await person.PostTextAsync(Page, $"tenant={shop.TenantId}", "application/x-www-form-urlencoded");
        (await person.With("Cookie", $"wechat-notifications-tenant={shop.TenantId}").GetAsync(Shop.Credentials)).ShouldBe(HttpStatusCode.OK).Body.ShouldContain(shop.AppId);
        (await person.GetAsync(Shop.Credentials)).ShouldBe(HttpStatusCode.OK).Body.ShouldNotContain(shop.AppId);
    }

    [Fact]
    public async Task All_tenants_at_once_are_for_looking_only()
    {
        var shop = await host.NewShopAsync();
        await shop.OpenAsync();
        var person = (await host.OperatorAsync()).With("Cookie", "wechat-notifications-tenant=*");

        (await person.GetAsync(Shop.Credentials)).ShouldBe(HttpStatusCode.OK).Body.ShouldContain(shop.AppId);
        (await person.PostAsync(Shop.Credentials, new { })).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Whoever_has_a_tenant_stays_in_it_and_whoever_is_nobody_is_asked_to_log_in()
    {
        var (mine, other) = (await host.NewShopAsync(), await host.NewShopAsync());
        await mine.OpenAsync();
        await other.OpenAsync();

        (await mine.Admin.With("Cookie", $"wechat-notifications-tenant={other.TenantId}").GetAsync(Shop.Credentials)).ShouldBe(HttpStatusCode.OK).Body.ShouldNotContain(other.AppId);
        (await mine.Admin.GetAsync(Page)).ShouldBe(HttpStatusCode.Forbidden);
        (await mine.Admin.PostTextAsync(Page, $"tenant={other.TenantId}", "application/x-www-form-urlencoded")).ShouldBe(HttpStatusCode.BadRequest);
        (await host.Anonymous().GetAsync(Page)).ShouldBe(HttpStatusCode.Unauthorized);
        (await host.Anonymous().PostTextAsync(Page, "tenant=", "application/x-www-form-urlencoded")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("11111111-1111-4111-8111-111111111111")]
    public async Task What_is_no_tenant_cannot_be_chosen(string tenant)
        => (await (await host.OperatorAsync()).PostTextAsync(Page, "tenant=" + tenant, "application/x-www-form-urlencoded")).ShouldBe(HttpStatusCode.BadRequest);
}
