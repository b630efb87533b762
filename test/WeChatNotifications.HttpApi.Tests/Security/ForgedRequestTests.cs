using System.Net;
using WeChatNotifications.Host.Modules.Orders;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.HttpApi.Tests.Security;

/// <summary>What another web site can make a logged-in person's browser send (CSRF).</summary>
public sealed class ForgedRequestTests(RunningHost host)
{
    private const string Password = "correct horse battery";

    private static readonly object Body = new { AppId = "wx-forged", Name = "Forged", Secret = "0123456789" };

    [Fact]
    public async Task A_cookie_alone_changes_nothing()
    {
        var user = await LoggedInAsync();
        (await user.PostAsync(Shop.Credentials, Body)).ShouldBeProblem(HttpStatusCode.Forbidden, "CrossSite");
        (await user.GetAsync(Shop.Credentials)).ShouldBe(HttpStatusCode.OK).Json.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task What_another_site_sends_is_refused(string header, string value)
    {
        var user = (await LoggedInAsync()).With(header, value);
        (await user.PostAsync(Shop.Credentials, Body)).ShouldBeProblem(HttpStatusCode.Forbidden, "CrossSite");
        (await user.PostAsync(Shop.Orders, new { OpenId = "alice", Product = "Tea", Amount = 1 })).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_hosts_own_pages_and_scripts_may()
    {
        var user = await LoggedInAsync();
        (await user.With("Sec-Fetch-Site", "same-origin").PostAsync(Shop.Credentials, Body)).ShouldBe(HttpStatusCode.Created);
        (await user.With("Origin", host.Address.GetLeftPart(UriPartial.Authority)).PostAsync(Shop.Orders, new { OpenId = "alice", Product = "Tea", Amount = 1 }))
            .ShouldBe(HttpStatusCode.Created);
        (await user.With("X-Requested-With", "XMLHttpRequest").PostAsync(Shop.Orders, new { OpenId = "alice", Product = "Tea", Amount = 1 }))
            .ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_key_is_never_sent_by_a_browser_on_its_own_so_it_may_come_from_anywhere()
    {
        var shop = await host.NewShopAsync();
        (await shop.Admin.With("Origin", "https://partner.example").PostAsync(Shop.Credentials, shop.NewCredential())).ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task No_other_site_is_told_that_it_may_read_an_answer()
    {
        var user = (await LoggedInAsync()).With("Origin", "https://evil.example");
        (await user.GetAsync(Shop.Credentials)).Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    private async Task<Caller> LoggedInAsync()
    {
        var shop = await host.NewShopAsync();
        var name = $"forged-{shop.TenantId:N}";
        await host.UserAsync(
            shop.TenantId, name, Password,
            WeChatNotificationsPermissions.Credentials.Default, WeChatNotificationsPermissions.Credentials.Manage, OrdersPermissions.Create);
        var answer = (await host.Anonymous().PostAsync("/account/login", new { UserName = name, Password })).ShouldBe(HttpStatusCode.NoContent);
        return host.Anonymous().With("Cookie", answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }
}
