using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.EventBus;
using Volo.Abp.EventBus.Distributed;
using Volo.Abp.EventBus.Local;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Events;

namespace WeChatNotifications.Abp.Tests.Events;

/// <summary>A run-time mapping with a dedup key: once per event on either bus, and with the unit of work.</summary>
public sealed class MappedOnceTests
{
    [Fact]
    public async Task Events_of_both_buses_are_told_and_a_repeated_one_once()
    {
        await using var host = await StartAsync();
        var (local, remote) = (host.North.NewUser(), host.North.NewUser());

        await host.As<ILocalEventBus, bool>(host.North.Id, async bus =>
        {
            await bus.PublishAsync(new Packed(Guid.NewGuid(), local));
            return true;
        });
        var eto = new DeliveredEto { Id = Guid.NewGuid(), OpenId = remote };
        for (var i = 0; i < 2; i++)
        {
            await host.As<IDistributedEventBus, bool>(host.North.Id, async bus =>
            {
                await bus.PublishAsync(eto);
                return true;
            });
        }

        (await host.Message(local)).Fields["thing2"].ShouldBe("packed");
        (await host.Message(remote)).Fields["thing2"].ShouldBe("delivered-eto");
        (await host.CountAsync(local)).ShouldBe(1);
        (await host.CountAsync(remote)).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_message_stands_or_falls_with_the_unit_of_work(bool completes)
    {
        await using var host = await StartAsync();
        var user = host.North.NewUser();

        await host.InUnitOfWork(host.North.Id, isTransactional: true, async services =>
        {
            await services.GetRequiredService<ILocalEventBus>().PublishAsync(new Packed(Guid.NewGuid(), user), onUnitOfWorkComplete: false);
            return completes;
        });

        (await host.CountAsync(user)).ShouldBe(completes ? 1 : 0);
    }

    /// <summary>A host in which the north has mapped both events, and no code has.</summary>
    private static async Task<RunningAbpHost> StartAsync()
    {
        var host = await RunningAbpHost.StartAsync(builder => builder.Services.AddWeChatNotificationEvents(events => events.Event<Packed>().Event<DeliveredEto>()));
        foreach (var name in new[] { "packed", "delivered-eto" })
        {
            await host.As<IEventMappingAppService, EventMappingDto>(host.North.Id, s => s.CreateAsync(new()
            {
                Name = name,
                EventName = name,
                Template = RunningAbpHost.Template,
                RecipientPath = "OpenId",
                Fields =
                [
                    new() { Field = "product", Constant = name }, new() { Field = "orderNo", Constant = "A-1001" }, new() { Field = "amount", Constant = "¥12.50" },
                    new() { Field = "paidAt", Constant = "2026-11-21 15:30" }, new() { Field = "orderId", Path = "Id" },
                ],
                DedupKeyPattern = name + "-{Id}",
            }));
        }

        return host;
    }

    public sealed record Packed(Guid Id, string OpenId);

    [EventName("Shipping.Delivered")]
    public sealed class DeliveredEto
    {
        public Guid Id { get; set; }

        public string OpenId { get; set; } = "";
    }
}
