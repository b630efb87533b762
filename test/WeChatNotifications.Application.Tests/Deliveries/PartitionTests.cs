using WeChatNotifications.Deliveries;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Application.Tests.Deliveries;

/// <summary>Tenants that have databases of their own are served by the same node, each by an engine that sees that database only.</summary>
public sealed class PartitionTests
{
    [Fact]
    public async Task An_engine_works_in_each_database_that_there_is_and_follows_when_one_comes()
    {
        await using var given = await WeChatFixture.CreateAsync();
        await using var own = await TestDatabase.CreateAsync();
        var owner = Guid.NewGuid();
        var partitions = new Partitions();
        await using var host = EngineHost.Build(
            given, s => s["Dispatch:PartitionInterval"] = "00:00:01", tenant => tenant == owner ? own.ConnectionString : given.Database.ConnectionString, partitions);
        given.WeChat.Seed(new()
        {
            Apps = [new() { AppId = "wx0000000000000002", Secret = WeChatFixture.Secret }],
            Templates = [new() { AppId = "wx0000000000000002", TemplateId = WeChatFixture.WeChatTemplate, Fields = ["character_string1", "thing2", "amount3"] }],
            UserRanges = [new() { AppId = "wx0000000000000002", Prefix = "u", Count = 10, Grants = [new() { TemplateId = WeChatFixture.WeChatTemplate, LongTerm = true }] }],
        });
        await WeChatFixture.SetUpAsync(host, owner, "wx0000000000000002", WeChatFixture.Secret);
        await host.StartAsync();

        var ofOwner = (await host.Send(WeChatFixture.Order("u1"), owner)).Single().DeliveryId;
        await host.Until(await host.SendOrder("u0"), DeliveryStatus.Sent);
        (await host.Delivery(ofOwner, owner)).Status.ShouldBe(DeliveryStatus.Pending, "nobody has said that there is such a database");

        partitions.Present = [DeliveryPartition.Host, new DeliveryPartition("owner", owner)];
        await Eventually.Async(async () => (await host.Delivery(ofOwner, owner)).Status == DeliveryStatus.Sent, EngineHost.Patience, "the owner's message is sent");

        (await own.QueryAsync<long>("""SELECT count(*) FROM "WeChatDeliveryLogs" """)).Single().ShouldBe(1);
        (await given.Database.QueryAsync<long>("""SELECT count(*) FROM "WeChatDeliveryLogs" """)).Single().ShouldBe(1);
        var again = (await host.Send(WeChatFixture.Order("u2"), owner)).Single().DeliveryId;
        await Eventually.Async(async () => (await host.Delivery(again, owner)).Status == DeliveryStatus.Sent, EngineHost.Patience, "a wake-up reaches the right engine");
        given.WeChat.Report().Duplicates.ShouldBe(0);
    }

    private sealed class Partitions : IDeliveryPartitionSource
    {
        public IReadOnlyList<DeliveryPartition> Present { get; set; } = [DeliveryPartition.Host];

        public Task<IReadOnlyList<DeliveryPartition>> GetAsync(CancellationToken cancellationToken) => Task.FromResult(Present);
    }
}
