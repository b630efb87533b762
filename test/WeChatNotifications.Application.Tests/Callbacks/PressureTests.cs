using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Testing;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.Application.Tests.Callbacks;

/// <summary>WeChat has its answer within a second whatever happens inside, and what it was told "success" for is not lost.</summary>
public sealed class PressureTests
{
    private const string Template = WeChatFixture.WeChatTemplate;

    [Fact]
    public async Task A_database_that_does_not_answer_holds_up_nobody_and_gets_everything_later()
    {
        await using var world = await CallbackWorld.CreateAsync(settings: s => s["Callbacks:AnswerWithin"] = "00:00:01");
        await using (var connection = await world.Given.Database.OpenAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = """LOCK TABLE "WeChatInboxEntries", "WeChatAppCredentials" IN ACCESS EXCLUSIVE MODE""";
            await command.ExecuteNonQueryAsync();

            var clock = Stopwatch.StartNew();
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => world.PushAsync(PushedBodies.Popup($"o-{i}", world.Now, true, (Template, "accept")))));
            answers.ShouldAllBe(a => a == CallbackAnswer.Taken);
            clock.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3));
            await transaction.RollbackAsync();
        }

        await Eventually.Async(async () => await world.CountAsync("SubscriptionGrants") == 20, EngineHost.Patience, "all are stored");
    }

    [Fact]
    public async Task A_transaction_that_fails_is_tried_until_it_does_not()
    {
        await using var world = await CallbackWorld.CreateAsync(settings: s => s["Callbacks:AnswerWithin"] = "00:00:00.2");
        await world.Given.Database.ExecuteAsync("""ALTER TABLE "WeChatSubscriptionGrants" RENAME TO "Elsewhere" """);
        (await world.PushAsync(PushedBodies.Popup("o-alice", world.Now, true, (Template, "accept")))).ShouldBe(CallbackAnswer.Taken);
        (await world.PushAsync(PushedBodies.Follow("o-bob", world.Now))).ShouldBe(CallbackAnswer.Taken);
        await Eventually.Async(() => world.Host.Logs.Lines.Count(l => l.EventId.Id == 1105) >= 4, EngineHost.Patience, "it was tried again");

        // What cannot be stored does not keep the others, and leaves no trace of its own.
        await Eventually.Async(async () => await world.CountAsync("Recipients") == 1, EngineHost.Patience, "the other one is stored");
        (await world.Given.Database.QueryAsync<string>("""SELECT "Key" FROM "WeChatInboxEntries" """)).ShouldAllBe(k => !k.Contains("o-alice"));

        await world.Given.Database.ExecuteAsync("""ALTER TABLE "Elsewhere" RENAME TO "WeChatSubscriptionGrants" """);
        await Eventually.Async(async () => await world.RemainingAsync("o-alice") == 1, EngineHost.Patience, "it is stored");
        world.Host.Logs.AllText.ShouldNotContain("o-alice\"");
    }

    [Fact]
    public async Task When_there_is_no_room_WeChat_shall_send_again_and_may()
    {
        await using var world = await CallbackWorld.CreateAsync(settings: s =>
        {
            s["Callbacks:QueueCapacity"] = "3";
            s["Callbacks:AnswerWithin"] = "00:00:00.1";
        });
        await world.Given.Database.ExecuteAsync("""ALTER TABLE "WeChatInboxEntries" RENAME TO "Elsewhere" """);
        var pushes = Enumerable.Range(0, 5).Select(i => world.WeChat.Sign(PushedBodies.Popup($"o-{i}", world.Now, true, (Template, "accept")), PushProtection.Secure)).ToList();
        var answers = new List<CallbackAnswer>();
        foreach (var push in pushes)
        {
            answers.Add(await world.PushAsync(push));
        }

        answers.ShouldBe([CallbackAnswer.Taken, CallbackAnswer.Taken, CallbackAnswer.Taken, CallbackAnswer.Busy, CallbackAnswer.Busy]);
        await world.Given.Database.ExecuteAsync("""ALTER TABLE "Elsewhere" RENAME TO "WeChatInboxEntries" """);
        await Eventually.Async(async () => await world.CountAsync("SubscriptionGrants") == 3, EngineHost.Patience, "the first are stored");

        // The room is free a moment after what filled it is stored; WeChat, too, sends again until it is taken.
        await Eventually.Async(async () => await world.PushAsync(pushes[4]) == CallbackAnswer.Taken, EngineHost.Patience, "there is room again");
        await Eventually.Async(async () => await world.CountAsync("SubscriptionGrants") == 4, EngineHost.Patience, "that one is stored too");
    }

    [Fact]
    public async Task A_stopping_host_stores_what_it_has_taken()
    {
        await using var world = await CallbackWorld.CreateAsync(settings: s => s["Callbacks:AnswerWithin"] = "00:00:00.3");
        await world.Given.Database.ExecuteAsync("""ALTER TABLE "WeChatInboxEntries" RENAME TO "Elsewhere" """);
        for (var i = 0; i < 10; i++)
        {
            (await world.PushAsync(PushedBodies.Popup($"o-{i}", world.Now, true, (Template, "accept")))).ShouldBe(CallbackAnswer.Taken);
        }

        var stopping = world.Host.StopAsync();
        (await world.PushAsync(PushedBodies.Text("o-late", 1, "hello"))).ShouldBe(CallbackAnswer.Busy);
        await world.Given.Database.ExecuteAsync("""ALTER TABLE "Elsewhere" RENAME TO "WeChatInboxEntries" """);
        await stopping;
        (await world.CountAsync("SubscriptionGrants")).ShouldBe(10);
    }

    [Fact]
    public async Task What_cannot_be_stored_before_the_host_must_end_is_counted_in_the_log()
    {
        await using var world = await CallbackWorld.CreateAsync(settings: s => (s["Callbacks:AnswerWithin"], s["Callbacks:DrainTimeout"]) = ("00:00:00.3", "00:00:01"));
        await world.Given.Database.ExecuteAsync("""ALTER TABLE "WeChatInboxEntries" RENAME TO "Elsewhere" """);
        await world.PushAsync(PushedBodies.Text("o-alice", 1, "hello"));
        await world.PushAsync(PushedBodies.Follow("o-alice", world.Now));
        await world.Host.StopAsync();
        world.Host.Logs.Lines.ShouldContain(l => l.EventId.Id == 1106 && l.Values["Count"] == "1");
    }

    [Fact]
    public async Task A_faulty_handler_and_one_that_hangs_harm_nobody_else()
    {
        var seen = new Seen();
        await using var world = await CallbackWorld.CreateAsync(
            s =>
            {
                s.AddSingleton(seen);
                s.AddWeChatMessageHandler<FaultyHandler>();
                s.AddWeChatMessageHandler<DeafHandler>();
                s.AddWeChatMessageHandler<Watcher>();
            },
            s => s["Callbacks:HandlerTimeout"] = "00:00:00.1");
        await world.PushAsync(PushedBodies.Text("o-alice", 1, "secret words"));
        await world.PushAsync(PushedBodies.Popup("o-alice", world.Now, true, (Template, "accept")));
        await Eventually.Async(() => seen.Count == 2, EngineHost.Patience, "the last handler was called");

        seen.Messages.Select(m => (m.Message.MsgType, m.AppId, m.AppCredentialId)).ShouldBe(
            [("text", WeChatFixture.AppId, world.Given.AppCredentialId), ("event", WeChatFixture.AppId, world.Given.AppCredentialId)]);
        seen.Tenants.ShouldBe([world.Given.Tenant, world.Given.Tenant]);
        (await world.RemainingAsync("o-alice")).ShouldBe(1);
        world.Host.Logs.Lines.Count(l => l.EventId.Id == 1107).ShouldBe(2);
        world.Host.Logs.Lines.Count(l => l.EventId.Id == 1108).ShouldBe(2);
        world.Host.Logs.AllText.ShouldNotContain("secret words");
    }

    [Fact]
    public async Task Messages_that_mean_nothing_to_anybody_leave_no_trace()
    {
        await using var world = await CallbackWorld.CreateAsync();
        (await world.PushAsync(PushedBodies.Text("o-alice", 1, "hello"))).ShouldBe(CallbackAnswer.Taken);
        (await world.Given.Database.QueryAsync<string>("""SELECT "Key" FROM "WeChatInboxEntries" """)).ShouldBe([InboxEntry.AddressCheckKey], "nothing but that WeChat has checked the address");
    }
}
