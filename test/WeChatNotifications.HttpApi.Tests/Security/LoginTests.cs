using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Host.Demo;
using WeChatNotifications.Host.Modules.Identity;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Permissions;

namespace WeChatNotifications.HttpApi.Tests.Security;

public sealed class LoginTests(RunningHost host)
{
    private const string Password = "correct horse battery";

    private static int _users;

    [Fact]
    public async Task The_right_password_gives_a_cookie_that_scripts_and_other_sites_cannot_use()
    {
        var (shop, name) = await UserAsync();
        var answer = (await LoginAsync(name, Password)).ShouldBe(HttpStatusCode.NoContent);

        var cookie = answer.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldStartWith("wechat-notifications=");
        cookie.ShouldContain("; httponly");
        cookie.ShouldContain("; samesite=lax");
        cookie.ShouldContain("; path=/");
        cookie.ShouldNotContain(shop.TenantId.ToString());

        var user = host.Anonymous().With("Cookie", cookie.Split(';')[0]);
        (await user.GetAsync(Shop.Credentials)).ShouldBe(HttpStatusCode.OK);
        (await user.GetAsync(RunningHost.Api + "/permissions")).Json.AsArray().Select(p => p!.ToString())
            .ShouldBe([WeChatNotificationsPermissions.Credentials.Default, WeChatNotificationsPermissions.Credentials.Manage]);
    }

    [Fact]
    public async Task Names_do_not_mind_case_and_blanks_around_them()
    {
        var (_, name) = await UserAsync();
        (await LoginAsync($" {name.ToUpperInvariant()} ", Password)).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_look_the_same()
    {
        var (_, name) = await UserAsync();
        var wrong = (await LoginAsync(name, "wrong horse battery")).ShouldBe(HttpStatusCode.Unauthorized);
        var unknown = (await LoginAsync(name + "x", Password)).ShouldBe(HttpStatusCode.Unauthorized);

        wrong["detail"].ShouldBe(unknown["detail"]);
        wrong.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_a_while_even_against_the_right_one()
    {
        var (_, name) = await UserAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => LoginAsync(name, "wrong horse battery")));

        (await LoginAsync(name, Password)).ShouldBe(HttpStatusCode.Unauthorized);
        var until = (await host.Database.QueryAsync<DateTime>("""select "LockedUntil" from identity.users where "Name" = $1""", name)).Single();
        (until - DateTime.UtcNow).ShouldBeInRange(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));

        await host.Database.ExecuteAsync("""update identity.users set "LockedUntil" = now() - interval '1 second' where "Name" = $1""", name);
        (await LoginAsync(name, Password)).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Passwords_are_stored_as_salted_hashes_only()
    {
        var (_, first) = await UserAsync();
        var (_, second) = await UserAsync();
        var hashes = await host.Database.QueryAsync<string>("""select "PasswordHash" from identity.users where "Name" in ($1, $2)""", first, second);
        hashes.Count.ShouldBe(2);
        hashes.ShouldBeUnique();
        hashes.ShouldAllBe(h => h.Length > 60 && !h.Contains(Password, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""update identity.users set "SecurityStamp" = gen_random_uuid() where "Name" = $1""")]
    [InlineData("""update identity.users set "IsEnabled" = false where "Name" = $1""")]
    public async Task A_cookie_ends_with_the_password_or_the_account_it_was_made_for(string change)
    {
        var (_, name) = await UserAsync();
        var user = await LoggedInAsync(name);
        await host.Database.ExecuteAsync(change, name);
        (await user.GetAsync(Shop.Credentials)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_pages_form_logs_in_and_goes_on_inside_the_host_only()
    {
        var (_, name) = await UserAsync();
        (await FormAsync(name, Password, "/deliveries")).ShouldBe(HttpStatusCode.Redirect).Headers.Location?.ToString().ShouldBe("/deliveries");
        foreach (var outside in (string[])["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/\tx"])
        {
            (await FormAsync(name, Password, outside)).ShouldBe(HttpStatusCode.Redirect).Headers.Location?.ToString().ShouldBe("/");
        }

        var again = (await FormAsync("<script>alert(1)</script>", "wrong", "/")).ShouldBe(HttpStatusCode.Unauthorized);
        again.Body.ShouldContain("&lt;script&gt;");
        again.Body.ShouldNotContain("<script>");
    }

    [Fact]
    public async Task Another_site_cannot_log_anybody_in()
    {
        var (_, name) = await UserAsync();
        var answer = await host.Anonymous().With("Origin", "https://evil.example").PostAsync("/account/login", new { UserName = name, Password });
        answer.ShouldBe(HttpStatusCode.Forbidden).Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task Logging_out_takes_the_cookie_back()
    {
        var (_, name) = await UserAsync();
        var user = await LoggedInAsync(name);
        var answer = (await user.With("X-Requested-With", "test").PostAsync("/account/logout")).ShouldBe(HttpStatusCode.NoContent);
        answer.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ShouldStartWith("wechat-notifications=;");
    }

    [Fact]
    public async Task Guesses_from_one_address_are_slowed_down()
    {
        await using var guarded = await RunningHost.StartAsync("--Login:AttemptsPerMinute", "3");
        for (var i = 0; i < 3; i++)
        {
            (await guarded.Anonymous().PostAsync("/account/login", new { UserName = $"user-{i}", Password })).ShouldBe(HttpStatusCode.Unauthorized);
        }

        (await guarded.Anonymous().PostAsync("/account/login", new { UserName = "user-4", Password })).ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task The_demonstrations_password_and_key_count_in_Development_only()
    {
        var shop = await host.NewShopAsync();
        await host.UserAsync(shop.TenantId, "demo-admin", DemoData.Password);
        await using (var scope = host.App.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<IdentityAdministration>().EnsureKnownKeyAsync(shop.TenantId, "Demo", DemoData.ApiKey, RunningHost.AllPermissions, CancellationToken.None);
        }

        (await LoginAsync("demo-admin", DemoData.Password)).ShouldBe(HttpStatusCode.Unauthorized);
        (await host.Anonymous().With("X-Api-Key", DemoData.ApiKey).GetAsync(Shop.Credentials)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private async Task<(Shop Shop, string Name)> UserAsync()
    {
        var shop = await host.NewShopAsync();
        var name = $"user-{Interlocked.Increment(ref _users)}-of-{shop.TenantId:N}";
        await host.UserAsync(shop.TenantId, name, Password, WeChatNotificationsPermissions.Credentials.Default, WeChatNotificationsPermissions.Credentials.Manage);
        return (shop, name);
    }

    private Task<ApiAnswer> LoginAsync(string userName, string password) => host.Anonymous().PostAsync("/account/login", new { userName, password });

    private async Task<Caller> LoggedInAsync(string name)
        => host.Anonymous().With("Cookie", (await LoginAsync(name, Password)).ShouldBe(HttpStatusCode.NoContent).Headers.GetValues("Set-Cookie").Single().Split(';')[0]);

    private Task<ApiAnswer> FormAsync(string userName, string password, string returnUrl)
        => host.Anonymous().With("Origin", host.Address.GetLeftPart(UriPartial.Authority)).SendAsync(
            HttpMethod.Post, "/account/login",
            new FormUrlEncodedContent([new(nameof(userName), userName), new(nameof(password), password), new(nameof(returnUrl), returnUrl)]));
}
