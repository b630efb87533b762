using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.BackgroundJobs;
using Volo.Abp.Domain.Repositories;
using WeChatNotifications.Abp.Events;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.AbpHost.Modules.Orders;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Deliveries;
using WeChatNotifications.HttpApi;
using WeChatNotifications.HttpApi.Errors;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Abp.Tests.Broadcasts;

public sealed class BroadcastTests(RunningAbpHost host)
{
    [Fact]
    public async Task A_list_is_uploaded_tried_out_started_paused_and_resumed_and_reaches_everybody_once()
    {
        using var admin = host.Caller("north-all");
        using var listening = host.Listen<WeChatBroadcastFinishedEto>(out var told);
        var users = Crowd.Gather(host, host.North, 60);
        var id = (await admin.PostJson("broadcasts", Crowd.NewBroadcast(ratePerSecond: 10))).Id();

        var list = await ApiCalls.ReadAsync(await admin.PutText($"broadcasts/{id}/list", "\uFEFFopenId\r\n" + string.Join("\r\n", users) + "\r\no user\r\n" + users[0], "text/csv; charset=utf-8"));
        (list.Text("rows"), list.Text("badRows"), list.Text("duplicates")).ShouldBe(("60", "1", "1"), list.ToString());
        (await admin.GetJson($"broadcasts/{id}/bad-rows")).GetProperty("items").EnumerateArray().Single().Text("line").ShouldBe("62");
        var tried = await admin.PostJson($"broadcasts/{id}/dry-run");
        tried.Text("total").ShouldBe("60");
        tried.GetProperty("violations").GetArrayLength().ShouldBe(0, tried.ToString());

        (await admin.PostJson($"broadcasts/{id}/start")).Text("total").ShouldBe("60");
        await Eventually.Async(() => Messages(users) > 3, RunningAbpHost.Patience, "it is being sent");
        (await admin.PostJson($"broadcasts/{id}/pause")).Text("status").ShouldBe("paused");
        await Eventually.Async(async () => await RowsAsync(host.Database, id, DeliveryStatus.Sending) == 0, RunningAbpHost.Patience, "what was claimed is handed back");
        await Eventually.Async(
            async () => await HeldAsync(host.Database, id) == await RowsAsync(host.Database, id, DeliveryStatus.Pending), RunningAbpHost.Patience, "the rest is held");
        var sent = await RowsAsync(host.Database, id, DeliveryStatus.Sent);
        Messages(users).ShouldBe((int)sent);
        sent.ShouldBeLessThan(60);
        told.ShouldNotContain(e => e.Id == id);

        (await admin.PostJson($"broadcasts/{id}/resume")).Text("status").ShouldBe("running");
        var done = await Crowd.UntilAsync(admin, id, "completed");

        (done.Text("expanded"), done.Text("sent"), done.Text("waiting"), done.Text("progress")).ShouldBe(("60", "60", "0", "1"), done.ToString());
        users.ShouldAllBe(u => host.MessagesTo(u).Count == 1);
        host.MessagesTo(users[7])[0].Fields["thing2"].ShouldBe("2026-01-01", "a text that looks like a date stays a text");
        await Eventually.Async(() => told.Any(e => e.Id == id), RunningAbpHost.Patience, "the event");
        told.Single(e => e.Id == id).ShouldSatisfyAllConditions(
            e => e.TenantId.ShouldBe(host.North.Id), e => e.Status.ShouldBe(BroadcastStatus.Completed), e => e.Recipients.ShouldBe(60), e => e.Template.ShouldBe(RunningAbpHost.Template));
        done.GetProperty("createdBy").GetString().ShouldNotBeNullOrEmpty("ABP's user has made it");
    }

    [Theory]
    [InlineData("Engine")]
    [InlineData("BackgroundJobs")]
    public async Task A_tenants_broadcast_stands_in_its_own_database_and_is_sent_from_there(string carrier)
    {
        await using var own = await TestDatabase.CreateEmptyAsync();
        await using var apart = await RunningAbpHost.StartAsync(builder =>
        {
            builder.Configuration.AddInMemoryCollection(
                [new("Tenants:1:ConnectionStrings:Default", own.ConnectionString), new("WeChatNotifications:Abp:DeliverBy", carrier)]);
            builder.Services.Configure<AbpBackgroundJobWorkerOptions>(o => o.JobPollPeriod = 100);
        });
        using var admin = apart.Caller("south-all");
        using var listening = apart.Listen<WeChatBroadcastFinishedEto>(out var told);
        var users = Crowd.Gather(apart, apart.South, 20);

        var id = (await admin.PostJson("broadcasts", Crowd.NewBroadcast())).Id();
        await Crowd.UploadAsync(admin, id, users);
        await admin.PostJson($"broadcasts/{id}/start");

        (await Crowd.UntilAsync(admin, id, "completed")).Text("sent").ShouldBe("20");
        users.ShouldAllBe(u => apart.MessagesTo(u).Count == 1);
        (await RowsAsync(own, id, DeliveryStatus.Sent)).ShouldBe(20);
        (await own.QueryAsync<long>("""SELECT count(*) FROM "WeChatBroadcasts" """)).Single().ShouldBe(1);
        (await apart.Database.QueryAsync<long>("""SELECT count(*) FROM "WeChatBroadcasts" """)).Single().ShouldBe(0);
        await Eventually.Async(() => told.Any(e => e.Id == id && e.TenantId == apart.South.Id), RunningAbpHost.Patience, "the event");
    }

    [Fact]
    public async Task A_source_of_the_hosts_is_read_as_the_tenant_in_units_of_work_of_its_own()
    {
        await using var quiet = await RunningAbpHost.StartAsync();
        using var admin = quiet.Caller("north-all");
        var users = Crowd.Gather(quiet, quiet.North, 3);
        var now = new DateTime(2026, 11, 21, 7, 0, 0, DateTimeKind.Utc);
        foreach (var (shop, openId) in users.Select(u => (quiet.North, u)).Append((quiet.North, users[0])).Append((quiet.South, "o-of-south")))
        {
            await quiet.InUnitOfWork(shop.Id, isTransactional: true, async services =>
            {
                var order = new Order(Guid.NewGuid(), shop.Id, openId, "tea", 12.5m, now);
                order.Pay(now);
                order.ClearLocalEvents();
                await services.GetRequiredService<IRepository<Order, Guid>>().InsertAsync(order);
                return true;
            });
        }

        var id = (await admin.PostJson("broadcasts", Crowd.NewBroadcast("source", source: "customers"))).Id();
        (await admin.PostJson($"broadcasts/{id}/dry-run")).Text("total").ShouldBe("3");
        await admin.PostJson($"broadcasts/{id}/start");

        (await Crowd.UntilAsync(admin, id, "completed")).Text("sent").ShouldBe("3");
        users.ShouldAllBe(u => quiet.MessagesTo(u).Count == 1);
        quiet.MessagesTo("o-of-south").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_no_list_and_what_is_too_long_is_refused_with_its_code()
    {
        await using var small = await RunningAbpHost.StartAsync(b => b.Services.Configure<WeChatNotificationsHttpApiOptions>(o => o.MaxListSize = 2_048));
        using var admin = small.Caller("north-all");
        var id = (await admin.PostJson("broadcasts", Crowd.NewBroadcast())).Id();

        foreach (var type in (string[])["application/json", "text/csv; charset=gbk"])
        {
            (await admin.PutText($"broadcasts/{id}/list", "openId\no-1", type).RefusalAsync()).ShouldBe((HttpStatusCode.UnsupportedMediaType, HttpErrorCodes.ListMediaType));
        }

        var many = "openId\n" + string.Join('\n', Enumerable.Range(0, 1_000).Select(i => $"o-{i}"));
        (await admin.PutText($"broadcasts/{id}/list", many, "text/csv").RefusalAsync()).ShouldBe((HttpStatusCode.RequestEntityTooLarge, HttpErrorCodes.BodyTooLarge));
        using var unknownLength = new HttpRequestMessage(HttpMethod.Put, ApiCalls.Address($"broadcasts/{id}/list")) { Headers = { TransferEncodingChunked = true }, Content = new StringContent(many) };
        unknownLength.Content.Headers.ContentType = new("text/csv");
        (await admin.SendAsync(unknownLength).RefusalAsync()).ShouldBe((HttpStatusCode.RequestEntityTooLarge, HttpErrorCodes.BodyTooLarge));
        (await admin.PostAsync(ApiCalls.Address($"broadcasts/{id}/start"), null).RefusalAsync()).Status.ShouldBe(HttpStatusCode.BadRequest, "it has no list");

        await Crowd.UploadAsync(admin, id, ["north-1"]);
        await admin.PostJson($"broadcasts/{id}/start");
        (await admin.PutText($"broadcasts/{id}/list", "openId\no-1", "text/csv").RefusalAsync()).ShouldBe((HttpStatusCode.Conflict, WeChatNotificationsErrorCodes.BroadcastState));
    }

    private int Messages(IReadOnlyList<string> users) => users.Sum(u => host.MessagesTo(u).Count);

    private static async Task<long> RowsAsync(TestDatabase database, Guid id, DeliveryStatus status)
        => (await database.QueryAsync<long>("""SELECT count(*) FROM "WeChatDeliveryLogs" WHERE "BroadcastId" = $1 AND "Status" = $2""", id, (int)status)).Single();

    private static async Task<long> HeldAsync(TestDatabase database, Guid id) => (await database.QueryAsync<long>(
        """SELECT count(*) FROM "WeChatDeliveryLogs" WHERE "BroadcastId" = $1 AND "Reason" = $2 AND "NotBefore" = $3""",
        id, (int)DeliveryReason.BroadcastPaused, DeliveryLimits.Held.UtcDateTime)).Single();
}
