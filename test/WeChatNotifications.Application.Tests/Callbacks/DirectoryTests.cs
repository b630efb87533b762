using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Testing;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.Application.Tests.Callbacks;

/// <summary>Keys are known when they are needed, and strangers do not make anybody look for them.</summary>
public sealed class DirectoryTests
{
    [Fact]
    public async Task Forged_requests_do_not_reach_the_database()
    {
        var readings = new CountingPartitions();
        await using var world = await CallbackWorld.CreateAsync();
        var node = await world.StartNodeAsync(s => s.AddSingleton<IDeliveryPartitionSource>(readings));
        (await world.PushAsync(PushedBodies.Text("o-alice", 1, "hello"), node)).ShouldBe(CallbackAnswer.Taken);

        var (before, clock) = (readings.Count, Stopwatch.StartNew());
        for (var i = 0; i < 5_000; i++)
        {
            var appId = i % 2 == 0 ? WeChatFixture.AppId : $"wx{i:x16}";
            var forged = new Pusher(appId, "othertoken").Sign(PushedBodies.Text("o-x", i, "hello"), PushProtection.Plain);
            (await world.PushAsync(forged, node, appId)).ShouldBe(CallbackAnswer.Refused);
        }

        // Every two seconds somebody may look whether the keys are new; four more are those of the engine, the jobs, the node's sign of life and the wake-ups.
        (readings.Count - before).ShouldBeLessThanOrEqualTo(5 + ((int)clock.Elapsed.TotalSeconds / 2));
    }

    [Fact]
    public async Task Keys_that_were_entered_on_another_node_are_found_when_they_are_needed()
    {
        await using var world = await CallbackWorld.CreateAsync();
        var node = await world.StartNodeAsync();
        (await world.PushAsync(PushedBodies.Text("o-alice", 1, "hello"), node)).ShouldBe(CallbackAnswer.Taken);
        var keys = await world.Host.As<IAppCallbackAppService, GeneratedCallbacksDto>(world.Given.Tenant, s => s.GenerateAsync(world.Given.AppCredentialId, new()));

        var weChat = new Pusher(WeChatFixture.AppId, keys.Token!, keys.EncodingAesKey);
        await Eventually.Async(
            async () => await world.PushAsync(weChat.Sign(PushedBodies.Text("o-alice", 2, "hello"), PushProtection.Secure), node) == CallbackAnswer.Taken,
            TimeSpan.FromSeconds(10), "the other node knows the new keys");
    }

    [Fact]
    public async Task While_the_database_is_away_known_keys_go_on_and_a_node_that_knows_none_asks_to_come_again()
    {
        await using var world = await CallbackWorld.CreateAsync(settings: s => (s["Callbacks:KeyFreshness"], s["Callbacks:AnswerWithin"]) = ("00:00:01", "00:00:01"));
        await world.PushAsync(PushedBodies.Text("o-alice", 1, "hello"));
        await world.Given.Database.ExecuteAsync("""ALTER TABLE "WeChatAppCredentials" RENAME TO "Elsewhere" """);
        await Eventually.Async(
            async () =>
            {
                (await world.PushAsync(PushedBodies.Text("o-alice", 2, "hello"))).ShouldBe(CallbackAnswer.Taken);
                return world.Host.Logs.Lines.Any(l => l.EventId.Id == 1104);
            },
            TimeSpan.FromSeconds(10), "the keys were looked for in vain");
        (await world.PushAsync(PushedBodies.Text("o-alice", 3, "hello"))).ShouldBe(CallbackAnswer.Taken);

        var node = await world.StartNodeAsync();
        (await world.PushAsync(PushedBodies.Text("o-alice", 4, "hello"), node)).ShouldBe(CallbackAnswer.Busy);
        await world.Given.Database.ExecuteAsync("""ALTER TABLE "Elsewhere" RENAME TO "WeChatAppCredentials" """);
        (await world.PushAsync(PushedBodies.Text("o-alice", 5, "hello"), node)).ShouldBe(CallbackAnswer.Taken);
    }

    [Fact]
    public async Task Keys_that_cannot_be_decrypted_are_named_in_the_log_and_refuse_everything()
    {
        await using var world = await CallbackWorld.CreateAsync();
        await world.Given.Database.ExecuteAsync("""UPDATE "WeChatAppCredentials" SET "ProtectedCallbackToken" = 'spoiled' """);
        var node = await world.StartNodeAsync();
        (await world.PushAsync(PushedBodies.Text("o-alice", 1, "hello"), node)).ShouldBe(CallbackAnswer.Refused);
        node.Logs.Lines.ShouldContain(l => l.EventId.Id == 1103 && l.Values["AppId"] == WeChatFixture.AppId);
    }

    private sealed class CountingPartitions : IDeliveryPartitionSource
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public Task<IReadOnlyList<DeliveryPartition>> GetAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return Task.FromResult<IReadOnlyList<DeliveryPartition>>([DeliveryPartition.Host]);
        }
    }
}
