using System.Net;
using Microsoft.Extensions.Configuration;
using WeChatNotifications.Host.Modules.Identity;
using WeChatNotifications.Host.Startup;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Security;

/// <summary>The first way into a host without demonstration data.</summary>
public sealed class CreateAdminTests(RunningHost host)
{
    [Fact]
    public async Task A_tenants_administrator_is_made_with_the_tenant_and_comes_in_with_what_is_printed_once()
    {
        var name = $"boss-{Guid.NewGuid():N}";
        var output = await RunAsync(("name", name), ("tenant", $"acme-{Guid.NewGuid():N}"), ("api-key", "true"));

        (await LoginAsync(name, Printed(output, "Password: "))).ShouldBe(HttpStatusCode.NoContent);
        var program = host.Anonymous().With("X-Api-Key", Printed(output, "API key: "));
        (await program.GetAsync(Shop.Credentials)).ShouldBe(HttpStatusCode.OK);
        (await program.GetAsync($"{RunningHost.Api}/tenants/{Guid.NewGuid()}/limits")).ShouldBe(HttpStatusCode.Forbidden);
        host.Logs.AllText.ShouldNotContain(Printed(output, "API key: "));
    }

    [Fact]
    public async Task Without_a_tenant_it_is_the_hosts_own_administrator()
    {
        var output = await RunAsync(("name", $"operator-{Guid.NewGuid():N}"), ("api-key", "true"));
        var program = host.Anonymous().With("X-Api-Key", Printed(output, "API key: "));
        (await program.GetAsync($"{RunningHost.Api}/tenants/{Guid.NewGuid()}/limits")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_password_of_ones_own_is_not_printed_and_a_short_one_refused()
    {
        var name = $"boss-{Guid.NewGuid():N}";
        (await Should.ThrowAsync<StartupException>(() => RunAsync(("name", name), ("ADMIN_PASSWORD", "short")))).Message.ShouldContain("10 characters");

        (await RunAsync(("name", name), ("ADMIN_PASSWORD", "correct horse battery"))).ShouldNotContain("horse");
        (await LoginAsync(name, "correct horse battery")).ShouldBe(HttpStatusCode.NoContent);
        (await Should.ThrowAsync<StartupException>(() => RunAsync(("name", name)))).Message.ShouldContain(name);
    }

    [Fact]
    public async Task Without_a_name_it_says_how_it_is_used()
        => (await Should.ThrowAsync<StartupException>(() => RunAsync())).Message.ShouldContain("create-admin --name");

    private async Task<string> RunAsync(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
        await using var output = new StringWriter();
        await CreateAdminCommand.RunAsync(host.App.Services, configuration, output, CancellationToken.None);
        return output.ToString();
    }

    private Task<ApiAnswer> LoginAsync(string name, string password)
        => host.Anonymous().With("X-Requested-With", "test").PostAsync("/account/login", new { UserName = name, Password = password });

    private static string Printed(string output, string label)
        => output.Split(Environment.NewLine).Single(l => l.StartsWith(label, StringComparison.Ordinal))[label.Length..];
}
