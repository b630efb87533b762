using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Tests.Support;

namespace WeChatNotifications.EntityFrameworkCore.Tests.Queue;

public sealed class LinqEnqueueTests() : EnqueueTests(QueueKind.Linq);

public sealed class PostgreSqlEnqueueTests() : EnqueueTests(QueueKind.PostgreSql);

public abstract class EnqueueTests(QueueKind kind) : QueueTests(kind)
{
    [Fact]
    public async Task A_new_delivery_stands_just_as_it_was_given()
    {
        var delivery = Given.Delivery(
            App, "o-bob", "order-7", DeliveryPriority.Bulk, notBefore: Now.AddHours(3).ToOffset(TimeSpan.FromHours(8)), expiresAt: Now.AddDays(1).ToOffset(TimeSpan.FromHours(-5)));

        var result = (await EnqueueAsync(delivery)).ShouldHaveSingleItem();

        result.ShouldBe(new EnqueuedDelivery(delivery.Id, DeliveryStatus.Pending, IsDuplicate: false));
        var row = await World.RowAsync(delivery.Id);
        foreach (var property in typeof(DeliveryLog).GetProperties())
        {
            property.GetValue(row).ShouldBe(property.GetValue(delivery), property.Name);
        }
    }

    [Fact]
    public async Task Nothing_to_store_is_no_trouble() => (await EnqueueAsync()).ShouldBeEmpty();

    [Fact]
    public async Task A_repeat_is_answered_with_the_first_delivery_and_where_it_stands_now()
    {
        var first = Given.Delivery(App, key: "order-7");
        await EnqueueAsync(first);
        await RecordAsync((await ClaimAsync()).Select(d => Outcome(d, x => x.MarkSent(42, Now))).ToList());

        var again = await EnqueueAsync(Given.Delivery(App, key: "order-7"));

        again.ShouldBe([new EnqueuedDelivery(first.Id, DeliveryStatus.Sent, IsDuplicate: true)]);
        (await World.AllAsync<DeliveryLog>()).ShouldHaveSingleItem().Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task Within_one_batch_the_first_with_a_key_stands_and_answers_keep_their_order()
    {
        var standing = Given.Delivery(App, key: "old");
        await EnqueueAsync(standing);
        var (a, b, plain) = (Given.Delivery(App, key: "new"), Given.Delivery(App, key: "new"), Given.Delivery(App));

        var results = await EnqueueAsync(b, plain, Given.Delivery(App, key: "old"), a);

        results.Select(r => (r.Id, r.IsDuplicate)).ShouldBe([(b.Id, false), (plain.Id, false), (standing.Id, true), (b.Id, true)]);
        (await World.AllAsync<DeliveryLog>()).Select(d => d.Id).ShouldBe([standing.Id, b.Id, plain.Id], ignoreOrder: true);
    }

    [Fact]
    public async Task Deliveries_without_a_key_are_never_repeats()
    {
        var results = await EnqueueAsync(Given.Delivery(App), Given.Delivery(App), Given.Delivery(App));

        results.ShouldAllBe(r => !r.IsDuplicate);
        (await World.AllAsync<DeliveryLog>()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_key_belongs_to_its_tenant_and_the_host_is_a_tenant_too()
    {
        var other = await World.AddAppAsync(Given.OtherTenant);
        var host = await World.AddAppAsync(tenant: null);
        DeliveryLog[] firsts = [Given.Delivery(App, key: "k"), Given.Delivery(other, key: "k"), Given.Delivery(host, key: "k")];

        (await EnqueueAsync(firsts)).ShouldAllBe(r => !r.IsDuplicate);
        var again = await EnqueueAsync(Given.Delivery(host, key: "k"), Given.Delivery(other, key: "k"), Given.Delivery(App, key: "k"));

        again.Select(r => r.Id).ShouldBe([firsts[2].Id, firsts[1].Id, firsts[0].Id]);
        again.ShouldAllBe(r => r.IsDuplicate);
    }

    [Fact]
    public async Task Whichever_tenant_is_ambient_a_key_is_looked_up_in_the_deliverys_own()
    {
        var first = Given.Delivery(App, key: "k");
        using (World.Tenant.Change(Given.OtherTenant))
        {
            await EnqueueAsync(first);
            (await EnqueueAsync(Given.Delivery(App, key: "k"))).ShouldHaveSingleItem().Id.ShouldBe(first.Id);
        }
    }

    [Fact]
    public async Task Eight_senders_of_the_same_keys_at_once_store_each_key_once()
    {
        const int Keys = 40;
        var batches = Enumerable.Range(0, 8).Select(seed =>
        {
            var keys = Enumerable.Range(0, Keys).Select(i => $"order-{i}").ToArray();
            new Random(seed).Shuffle(keys);
            return keys.Select(k => Given.Delivery(App, key: k)).ToArray();
        }).ToArray();

        var results = await Task.WhenAll(batches.Select(batch => Task.Run(() => EnqueueAsync(batch))));

        var rows = (await World.AllAsync<DeliveryLog>()).ToDictionary(d => d.DedupKey!, d => d.Id);
        rows.Count.ShouldBe(Keys);
        for (var sender = 0; sender < batches.Length; sender++)
        {
            results[sender].Select(r => r.Id).ShouldBe(batches[sender].Select(d => rows[d.DedupKey!]));
            results[sender].Select(r => r.IsDuplicate).ShouldBe(batches[sender].Select(d => rows[d.DedupKey!] != d.Id));
        }
    }

    [Fact]
    public async Task A_batch_is_stored_whole_or_not_at_all()
    {
        var twice = Given.Delivery(App);

        await Should.ThrowAsync<Exception>(() => EnqueueAsync(Given.Delivery(App), twice, Given.Delivery(App, openId: new string('x', 200))));

        (await World.AllAsync<DeliveryLog>()).ShouldBeEmpty();
    }

    /// <summary>So many new rows without a key take a way of their own in PostgreSQL.</summary>
    [Fact]
    public async Task Many_without_a_key_stand_each_just_as_it_was_given()
    {
        var deliveries = Enumerable.Range(0, 300).Select(i => Given.Delivery(
            App, $"o-{i}", key: null, (DeliveryPriority)(i % 3), notBefore: Now.AddSeconds(i).ToOffset(TimeSpan.FromHours(8)), expiresAt: i % 2 == 0 ? Now.AddDays(1) : null)).ToList();

        (await EnqueueAsync(deliveries)).ShouldBe(deliveries.Select(d => new EnqueuedDelivery(d.Id, DeliveryStatus.Pending, IsDuplicate: false)));

        var rows = (await World.AllAsync<DeliveryLog>()).ToDictionary(d => d.Id);
        rows.Count.ShouldBe(deliveries.Count);
        foreach (var (delivery, property) in deliveries.SelectMany(d => typeof(DeliveryLog).GetProperties().Select(p => (d, p))))
        {
            property.GetValue(rows[delivery.Id]).ShouldBe(property.GetValue(delivery), property.Name);
        }
    }

    [Fact]
    public async Task Many_without_a_key_are_stored_whole_or_not_at_all()
    {
        var deliveries = Enumerable.Range(0, 300).Select(i => Given.Delivery(App, i == 250 ? new string('x', 200) : $"o-{i}")).ToList();

        await Should.ThrowAsync<Exception>(() => EnqueueAsync(deliveries));

        (await World.AllAsync<DeliveryLog>()).ShouldBeEmpty();
        (await EnqueueAsync(deliveries.Take(100).ToList())).Count.ShouldBe(100, "the connection is fit for use again");
    }

    [Fact]
    public async Task Thousands_go_in_one_call()
    {
        var deliveries = Enumerable.Range(0, 3_000).Select(i => Given.Delivery(App, $"o-{i}", key: $"sale:o-{i}")).ToList();

        (await EnqueueAsync(deliveries)).Select(r => r.Id).ShouldBe(deliveries.Select(d => d.Id));

        (await World.Database.QueryAsync<long>("""select count(*) from "WeChatDeliveryLogs" """)).ShouldBe([3_000L]);
    }
}
