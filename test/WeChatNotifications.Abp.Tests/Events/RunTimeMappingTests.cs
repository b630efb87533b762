using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.EventBus;
using Volo.Abp.EventBus.Distributed;
using Volo.Abp.EventBus.Local;
using WeChatNotifications.Abp.Tests.Support;

namespace WeChatNotifications.Abp.Tests.Events;

/// <summary>What an administrator maps at run time, on either bus of ABP's.</summary>
public sealed class RunTimeMappingTests
{
    [Fact]
    public async Task An_event_of_the_local_bus_sends_what_an_administrator_has_mapped_and_only_in_that_tenant()
    {
        await using var host = await StartAsync();
        using var admin = host.Caller("north-all");
        (await admin.GetJson("events")).EnumerateArray().Select(e => e.Text("name")).ShouldBe(["order-paid", "parcel-left", "parcel-shipped"]);
        await admin.PostJson("event-mappings", Mapping("parcel-left", minimum: 10));
        var (north, cheap, south) = (host.North.NewUser(), host.North.NewUser(), host.South.NewUser());

        await PublishLocalAsync(host, host.North, new ParcelLeft(north, "parcel", 12));
        await PublishLocalAsync(host, host.North, new ParcelLeft(cheap, "parcel", 9));
        await PublishLocalAsync(host, host.South, new ParcelLeft(south, "parcel", 12));

        (await host.Message(north)).Fields["thing2"].ShouldBe("parcel");
        (await host.CountAsync(north)).ShouldBe(1);
        (await host.CountAsync(cheap)).ShouldBe(0, "the condition does not hold");
        (await host.CountAsync(south)).ShouldBe(0, "the mapping is another tenant's");
    }

    [Fact]
    public async Task An_event_of_another_service_sends_it_once_too()
    {
        await using var host = await StartAsync();
        using var admin = host.Caller("south-all");
        await admin.PostJson("event-mappings", Mapping("parcel-shipped"));
        var user = host.South.NewUser();

        await host.As<IDistributedEventBus, bool>(host.South.Id, async bus =>
        {
            await bus.PublishAsync(new ParcelShippedEto { OpenId = user, Product = "by air", Amount = 3 });
            return true;
        });

        (await host.Message(user)).ShouldSatisfyAllConditions(m => m.AppId.ShouldBe(host.South.AppId), m => m.Fields["thing2"].ShouldBe("by air"));
        (await host.CountAsync(user)).ShouldBe(1);
    }

    [Fact]
    public async Task A_mapping_counts_when_its_unit_of_work_has_committed_and_not_before()
    {
        await using var host = await StartAsync();
        using var admin = host.Caller("north-all");
        var (first, second) = (host.North.NewUser(), host.North.NewUser());
        await PublishLocalAsync(host, host.North, new ParcelLeft(first, "parcel", 1));
        var id = (await admin.PostJson("event-mappings", Mapping("parcel-left"))).GetProperty("id").GetGuid();
        await PublishLocalAsync(host, host.North, new ParcelLeft(second, "parcel", 1));
        await host.Message(second);
        (await host.CountAsync(first)).ShouldBe(0);

        await admin.DeleteJson($"event-mappings/{id}");
        await PublishLocalAsync(host, host.North, new ParcelLeft(first, "parcel", 1));
        (await host.CountAsync(first)).ShouldBe(0, "at once on this node");
    }

    [Fact]
    public async Task A_mapping_is_tried_on_a_sample_and_what_is_wrong_with_one_comes_with_its_fields()
    {
        await using var host = await StartAsync();
        using var admin = host.Caller("north-all");

        var tried = await admin.PostJson("event-mappings/test", new { mapping = Mapping("parcel-left"), sample = new { openId = "o-1", product = "2026-01-01", amount = 1.5 } });
        tried.GetProperty("matches").GetBoolean().ShouldBeTrue(tried.ToString());
        tried.GetProperty("violations").GetArrayLength().ShouldBe(0, tried.ToString());
        tried.GetProperty("fields").ToString().ShouldContain("2026-01-01");
        (await admin.GetJson("event-mappings")).GetArrayLength().ShouldBe(0);
        using var wrong = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(admin, ApiCalls.Address("event-mappings"), Mapping("parcel-left", recipient: "Nobody"));
        wrong.StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("recipientPath");
    }

    private static object Mapping(string eventName, int? minimum = null, string recipient = "OpenId") => new
    {
        name = "on " + eventName,
        eventName,
        template = RunningAbpHost.Template,
        recipientKind = "openId",
        recipientPath = recipient,
        fields = new object[]
        {
            new { field = "orderNo", constant = "A-1" }, new { field = "product", path = "Product" }, new { field = "amount", path = "Amount" },
            new { field = "paidAt", constant = "2026-11-21T15:30:00+08:00" }, new { field = "orderId", constant = "1" },
        },
        conditions = minimum is null ? [] : new object[] { new { path = "Amount", @operator = "ge", value = minimum.Value.ToString(CultureInfo.InvariantCulture) } },
    };

    private static Task<bool> PublishLocalAsync(RunningAbpHost host, Shop shop, ParcelLeft left) => host.As<ILocalEventBus, bool>(shop.Id, async bus =>
    {
        await bus.PublishAsync(left);
        return true;
    });

    private static Task<RunningAbpHost> StartAsync() => RunningAbpHost.StartAsync(
        builder => builder.Services.AddWeChatNotificationEvents(events => events.Event<ParcelLeft>().Event<ParcelShippedEto>("parcel-shipped")));

    public sealed record ParcelLeft(string OpenId, string Product, decimal Amount);

    [EventName("Shipping.ParcelShipped")]
    public sealed class ParcelShippedEto
    {
        public string OpenId { get; set; } = "";

        public string Product { get; set; } = "";

        public decimal Amount { get; set; }
    }
}
