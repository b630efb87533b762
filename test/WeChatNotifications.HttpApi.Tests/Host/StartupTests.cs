using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Host.Modules.Identity.Persistence;
using WeChatNotifications.Host.Modules.Orders.Persistence;
using WeChatNotifications.Host.Startup;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Host;

public sealed class StartupTests(RunningHost host)
{
    [Fact]
    public async Task The_hosts_models_and_their_migrations_agree()
    {
        await using var scope = host.App.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<IdentityDbContext>().Database.HasPendingModelChanges().ShouldBeFalse();
        scope.ServiceProvider.GetRequiredService<OrdersDbContext>().Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Fact]
    public async Task A_second_start_on_the_same_database_changes_nothing_and_keeps_everything()
    {
        var shop = await (await host.NewShopAsync()).OpenAsync();
        await host.App.MigrateAsync(CancellationToken.None);
        (await shop.Admin.GetAsync($"{Shop.Templates}/{shop.TemplateId}")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_address_in_use_is_named_before_anything_starts()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://localhost:{((IPEndPoint)taken.LocalEndpoint).Port}";
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("urls", address)]).Build();

        var refusal = await Should.ThrowAsync<StartupException>(() => OwnPorts.RequireFreeAsync(settings, CancellationToken.None));
        refusal.Message.ShouldContain(address);

        taken.Stop();
        await OwnPorts.RequireFreeAsync(settings, CancellationToken.None);
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_a_sentence_without_the_password()
    {
        var builder = HostApplication.CreateBuilder(["--environment", "Production", "--DataFolder", Path.GetTempPath()]);
        var folders = new HostFolders(Directory.CreateTempSubdirectory("wechat-notifications-host-").FullName);
        await using var app = HostApplication.Build(builder, "Host=127.0.0.1;Port=1;Username=me;Password=topsecret", folders);

        var refusal = await Should.ThrowAsync<StartupException>(() => app.MigrateAsync(CancellationToken.None));

        refusal.Message.ShouldContain("ConnectionStrings:Default");
        refusal.ToString().ShouldNotContain("topsecret");
        Directory.Delete(folders.Data, recursive: true);
    }
}
