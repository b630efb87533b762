using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.EntityFrameworkCore;
using Volo.Abp.Uow;
using WeChatNotifications.Abp.EntityFrameworkCore;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.AbpHost.Persistence;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Persistence;

public sealed class ContextTests(RunningAbpHost host)
{
    [Fact]
    public async Task The_hosts_context_takes_the_place_of_the_modules_own()
        => await host.InUnitOfWork(host.North.Id, isTransactional: true, async services =>
        {
            var module = await services.GetRequiredService<IDbContextProvider<IWeChatNotificationsDbContext>>().GetDbContextAsync();
            var own = await services.GetRequiredService<IDbContextProvider<AbpHostDbContext>>().GetDbContextAsync();
            var stores = await services.GetRequiredService<IWeChatNotificationsDbContextProvider>().GetAsync(CancellationToken.None);

            module.ShouldBeSameAs(own);
            stores.ShouldBeSameAs(own);
            return true;
        });

    [Fact]
    public async Task Outside_of_a_unit_of_work_a_scope_has_one_context_of_its_own_without_a_transaction()
    {
        await using var scope = host.Services.CreateAsyncScope();
        var stores = scope.ServiceProvider.GetRequiredService<IWeChatNotificationsDbContextProvider>();

        var context = await stores.GetAsync(CancellationToken.None);

        context.ShouldBeOfType<AbpHostDbContext>();
        context.Database.CurrentTransaction.ShouldBeNull();
        (await stores.GetAsync(CancellationToken.None)).ShouldBeSameAs(context);
        scope.ServiceProvider.GetRequiredService<IUnitOfWorkManager>().Current.ShouldBeNull();
    }

    [Fact]
    public void ABPs_context_and_the_plain_one_mean_the_same_tables()
    {
        var options = new DbContextOptionsBuilder<WeChatNotificationsAbpDbContext>().UseNpgsql("Host=nowhere");
        using var abp = new WeChatNotificationsAbpDbContext(options.Options);
        using var plain = new WeChatNotificationsDbContext(
            new DbContextOptionsBuilder<WeChatNotificationsDbContext>().UseNpgsql("Host=nowhere").Options, new TestTenant());

        abp.Database.GenerateCreateScript().ShouldBe(plain.Database.GenerateCreateScript());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_application_without_a_context_of_its_own_uses_the_modules(bool linqOnly)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var app = linqOnly ? await AbpApp.BuildAsync<LinqOnlyModule>(database) : await AbpApp.BuildAsync<LeastModule>(database);
        var shop = new Shop(Guid.NewGuid(), "north", "wxnorth000000001", "north-secret-0123456789abcdef");
        await shop.SetUpAsync(app);
        await app.StartAsync();

        var receipts = await app.As<IWeChatNotifier, IReadOnlyList<NotificationReceipt>>(
            shop.Id, n => n.SendAsync(Shop.Order("north-1")));

        await Eventually.Async(
            async () => (await app.As<IDeliveryAppService, DeliveryDetailDto>(shop.Id, s => s.GetAsync(receipts.Single().DeliveryId))).Status == DeliveryStatus.Sent,
            RunningAbpHost.Patience, "the message is sent");
        await Should.ThrowAsync<EntityNotFoundException>(
            () => app.As<IDeliveryAppService, DeliveryDetailDto>(Guid.NewGuid(), s => s.GetAsync(receipts.Single().DeliveryId)));
    }
}
