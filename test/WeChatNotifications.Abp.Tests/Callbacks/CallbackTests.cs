using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Volo.Abp.BackgroundJobs;
using Volo.Abp.MultiTenancy;
using WeChatNotifications.Abp.Events;
using WeChatNotifications.Abp.Tests.Support;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Security;
using WeChatNotifications.Simulator.Push;
using WeChatNotifications.Testing;
using WeChatNotifications.WeChatApi.Callbacks;
using Pusher = WeChatNotifications.Testing.Pusher;

namespace WeChatNotifications.Abp.Tests.Callbacks;

public sealed class CallbackTests
{
    [Theory]
    [InlineData("Engine")]
    [InlineData("BackgroundJobs")]
    public async Task What_WeChat_pushes_reaches_its_delivery_its_events_and_the_hosts_handlers(string carrier)
    {
        var heard = new Heard();
        await using var host = await RunningAbpHost.StartAsync(builder =>
        {
            builder.Configuration.AddInMemoryCollection([new("WeChatNotifications:Abp:DeliverBy", carrier)]);
            builder.Services.Configure<AbpBackgroundJobWorkerOptions>(o => o.JobPollPeriod = 100);
            builder.Services.AddSingleton(heard);

            // As ABP's conventions register a class with one of its lifetime interfaces.
            builder.Services.AddTransient<Listener>();
        });
        using var sent = host.Listen<WeChatDeliverySentEto>(out var toldSent);
        using var confirmed = host.Listen<WeChatDeliveryConfirmedEto>(out var toldConfirmed);
        var (token, key, path) = await GenerateAsync(host, host.North);
        await host.WeChat.SetPushAsync(
            host.North.AppId, new PushSeed { Url = new Uri(host.Address, path).ToString(), Token = token, EncodingAesKey = key, Mode = PushMode.Secure });

        var id = (await host.Send(host.North, Shop.Order(host.North.NewUser()))).Single().DeliveryId;

        var delivery = await host.Until(host.North, id, DeliveryStatus.Confirmed);
        await Eventually.Async(() => toldConfirmed.Any(e => e.Id == id) && toldSent.Any(e => e.Id == id), RunningAbpHost.Patience, "both events");
        toldConfirmed.Single(e => e.Id == id).ShouldSatisfyAllConditions(
            e => e.TenantId.ShouldBe(host.North.Id),
            e => e.WeChatMessageId.ShouldBe(delivery.WeChatMessageId),
            e => e.Template.ShouldBe(RunningAbpHost.Template));
        toldSent.Count(e => e.Id == id).ShouldBe(1);
        await Eventually.Async(() => !heard.Messages.IsEmpty, RunningAbpHost.Patience, "the handler");
        heard.Messages.ShouldAllBe(m => m.Tenant == host.North.Id && m.Received.TenantId == host.North.Id && m.Received.AppId == host.North.AppId);
    }

    [Fact]
    public async Task A_message_that_the_receipt_says_did_not_arrive_is_told_as_refused_and_once()
    {
        await using var host = await RunningAbpHost.StartAsync();
        using var refused = host.Listen<WeChatDeliveryRefusedEto>(out var told);
        var (token, key, path) = await GenerateAsync(host, host.South);
        var user = host.South.NewUser();
        var delivery = await host.Until(host.South, (await host.Send(host.South, Shop.Order(user))).Single().DeliveryId, DeliveryStatus.Sent);
        var weChat = new Pusher(host.South.AppId, token, key);
        var messageId = long.Parse(delivery.WeChatMessageId!, System.Globalization.CultureInfo.InvariantCulture);

        foreach (var second in new[] { 0, 1 })
        {
            await PushAsync(host, path, weChat.Sign(
                PushedBodies.Sent(user, DateTimeOffset.UtcNow.AddSeconds(second), json: false, host.South.WeChatTemplate, messageId, 3, "user refuse"), PushProtection.Secure));
        }

        await host.Until(host.South, delivery.Id, DeliveryStatus.Refused);
        await Eventually.Async(() => !told.IsEmpty, RunningAbpHost.Patience, "the event");
        told.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.Id.ShouldBe(delivery.Id), e => e.TenantId.ShouldBe(host.South.Id), e => e.ErrorMessage.ShouldNotBeNull().ShouldContain("user refuse"));
        (await host.Database.QueryAsync<long>("""SELECT count(*) FROM "WeChatPendingReceipts" """)).Single().ShouldBe(0);
    }

    [Fact]
    public async Task A_receipt_that_comes_before_our_own_record_is_told_when_its_delivery_is_found()
    {
        await using var host = await RunningAbpHost.StartAsync();
        using var confirmed = host.Listen<WeChatDeliveryConfirmedEto>(out var told);
        var (token, key, path) = await GenerateAsync(host, host.North);
        var user = host.North.NewUser();
        var id = (await host.Send(host.North, Shop.Order(user))).Single().DeliveryId;
        var messageId = long.Parse((await host.Until(host.North, id, DeliveryStatus.Sent)).WeChatMessageId!, System.Globalization.CultureInfo.InvariantCulture);
        await host.Database.ExecuteAsync("""UPDATE "WeChatDeliveryLogs" SET "WeChatMessageId" = 1 WHERE "Id" = $1""", id);

        await PushAsync(host, path, new Pusher(host.North.AppId, token, key).Sign(
            PushedBodies.Sent(user, DateTimeOffset.UtcNow, json: false, host.North.WeChatTemplate, messageId), PushProtection.Secure));
        await Eventually.Async(
            async () => (await host.Database.QueryAsync<long>("""SELECT count(*) FROM "WeChatPendingReceipts" """)).Single() == 1, RunningAbpHost.Patience, "the receipt is kept");
        told.ShouldBeEmpty();
        await host.Database.ExecuteAsync("""UPDATE "WeChatDeliveryLogs" SET "WeChatMessageId" = $2 WHERE "Id" = $1""", id, messageId);

        await Eventually.Async(() => told.Any(e => e.Id == id), RunningAbpHost.Patience, "the worker finds it");
        (await host.Delivery(host.North, id)).Status.ShouldBe(DeliveryStatus.Confirmed);
    }

    [Fact]
    public async Task Keys_are_shown_once_stored_by_ABPs_encryption_and_another_tenants_are_out_of_reach()
    {
        await using var host = await RunningAbpHost.StartAsync();
        var (token, key, path) = await GenerateAsync(host, host.North);
        using var admin = host.Caller("north-all");
        using var stranger = host.Caller("south-all");
        var settings = new Uri($"{RunningAbpHost.Api}/credentials/{host.North.AppCredentialId}/callbacks", UriKind.Relative);

        path.ShouldBe($"{RunningAbpHost.Api}/callback/{host.North.AppId}");
        var shown = await admin.GetStringAsync(settings);
        shown.ShouldContain(path);
        shown.ShouldNotContain(token);
        shown.ShouldNotContain(key);
        (await stranger.GetAsync(settings)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.DeleteAsync(settings)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var protector = host.Services.GetRequiredService<ISecretProtector>();
        var stored = await host.Database.QueryAsync<string>("""SELECT "ProtectedCallbackToken" FROM "WeChatAppCredentials" WHERE "Id" = $1""", host.North.AppCredentialId);
        stored.Single().ShouldStartWith("abp1:");
        protector.Unprotect(SecretPurposes.CallbackToken, stored.Single()).ShouldBe(token);
        var storedKey = await host.Database.QueryAsync<string>("""SELECT "ProtectedEncodingAesKey" FROM "WeChatAppCredentials" WHERE "Id" = $1""", host.North.AppCredentialId);
        protector.Unprotect(SecretPurposes.EncodingAesKey, storedKey.Single()).ShouldBe(key);

        (await admin.DeleteAsync(settings)).IsSuccessStatusCode.ShouldBeTrue();
        using var nobody = host.Caller();
        var push = new Pusher(host.North.AppId, token, key).Sign(PushedBodies.Text("o-x", 1, "hello"), PushProtection.Secure);
        using var body = new ByteArrayContent(push.Body);
        (await nobody.PostAsync(new Uri(path + push.QueryString, UriKind.Relative), body)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<(string Token, string Key, string Path)> GenerateAsync(RunningAbpHost host, Shop shop)
    {
        using var admin = host.Caller($"{shop.Name}-all");
        using var answer = await admin.PostAsync(new Uri($"{RunningAbpHost.Api}/credentials/{shop.AppCredentialId}/callbacks/generate", UriKind.Relative), null);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        var generated = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (generated.GetProperty("token").GetString()!, generated.GetProperty("encodingAesKey").GetString()!, generated.GetProperty("callbacks").GetProperty("path").GetString()!);
    }

    private static async Task PushAsync(RunningAbpHost host, string path, SignedPush push)
    {
        using var weChat = host.Caller();
        using var body = new ByteArrayContent(push.Body);
        using var answer = await weChat.PostAsync(new Uri(path + push.QueryString, UriKind.Relative), body);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("success");
    }

    private sealed class Heard
    {
        public ConcurrentBag<(Guid? Tenant, ReceivedMessage Received)> Messages { get; } = [];
    }

    private sealed class Listener(Heard heard, ICurrentTenant tenant) : IWeChatMessageHandler
    {
        public Task HandleAsync(ReceivedMessage message, CancellationToken cancellationToken)
        {
            heard.Messages.Add((tenant.Id, message));
            return Task.CompletedTask;
        }
    }
}
