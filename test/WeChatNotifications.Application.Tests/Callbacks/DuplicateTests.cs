using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Application.Tests.Tokens;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Testing;
using WeChatNotifications.WeChatApi.Callbacks;

namespace WeChatNotifications.Application.Tests.Callbacks;

/// <summary>What comes twice counts once: WeChat's own second try is thanked for, a stranger's copy is refused.</summary>
public sealed class DuplicateTests : IAsyncLifetime
{
    private const string Template = WeChatFixture.WeChatTemplate;

    private readonly Seen _seen = new();
    private CallbackWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await CallbackWorld.CreateAsync(Handlers);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task WeChats_second_and_third_try_are_answered_success_and_change_nothing()
    {
        var body = PushedBodies.Popup("o-alice", _world.Now, true, (Template, "accept"));
        for (var i = 0; i < 3; i++)
        {
            (await _world.PushAsync(body)).ShouldBe(CallbackAnswer.Taken);
        }

        (await _world.RemainingAsync("o-alice")).ShouldBe(1);
        await Eventually.Async(() => _seen.Count >= 1, EngineHost.Patience, "the handler was called");
        _seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_nodes_that_are_told_the_same_at_the_same_time_count_it_once()
    {
        var other = await _world.StartNodeAsync(Handlers);
        for (var i = 0; i < 10; i++)
        {
            var body = PushedBodies.Popup("o-alice", _world.Now.AddMinutes(-i), true, (Template, "accept"), ("tmpl-other", "accept"));
            var answers = await Task.WhenAll(_world.PushAsync(body), _world.PushAsync(body, other), _world.PushAsync(body), _world.PushAsync(body, other));
            answers.ShouldAllBe(a => a == CallbackAnswer.Taken);
        }

        await Eventually.Async(async () => await _world.RemainingAsync("o-alice") >= 10, EngineHost.Patience, "all are stored");
        (await _world.RemainingAsync("o-alice")).ShouldBe(10);
        (await _world.RemainingAsync("o-alice", "tmpl-other")).ShouldBe(10);
        await Eventually.Async(() => _seen.Count >= 10, EngineHost.Patience, "the handlers were called");
        _seen.Count.ShouldBe(10);
    }

    [Fact]
    public async Task The_same_message_id_of_two_users_is_two_messages()
    {
        await _world.PushAsync(PushedBodies.Text("o-alice", 77, "hello"));
        await _world.PushAsync(PushedBodies.Text("o-bob", 77, "hello"));
        await _world.PushAsync(PushedBodies.Text("o-bob", 77, "hello"));
        await Eventually.Async(() => _seen.Count >= 2, EngineHost.Patience, "the handler was called");
        _seen.Messages.Select(m => m.Message.FromUserName).ShouldBe(["o-alice", "o-bob"]);
    }

    [Theory]
    [InlineData(PushProtection.Plain)]
    [InlineData(PushProtection.Compatible)]
    [InlineData(PushProtection.Secure)]
    public async Task A_push_that_a_stranger_sends_again_is_refused_with_whatever_body(PushProtection protection)
    {
        await _world.Host.As<IAppCallbackAppService, AppCallbacksDto>(
            _world.Given.Tenant, s => s.SaveAsync(_world.Given.AppCredentialId, new() { Mode = (CallbackMode)(int)protection }));
        var push = _world.WeChat.Sign(PushedBodies.Popup("o-alice", _world.Now, true, (Template, "accept")), protection, _world.Now);
        (await _world.PushAsync(push)).ShouldBe(CallbackAnswer.Taken);
        (await _world.PushAsync(push)).ShouldBe(CallbackAnswer.Refused);

        var planted = _world.WeChat.Sign(PushedBodies.Popup("o-mallory", _world.Now, true, (Template, "accept")), PushProtection.Plain);
        (await _world.PushAsync(push with { Body = planted.Body })).ShouldBe(CallbackAnswer.Refused);
        (await _world.PushAsync(push with { Body = planted.Body, Query = push.Query with { EncryptType = null, MsgSignature = null } })).ShouldBe(CallbackAnswer.Refused);
        (await _world.GrantAsync("o-mallory")).ShouldBeNull();
    }

    [Fact]
    public async Task A_copy_that_goes_to_another_node_is_refused_where_nodes_share_a_cache()
    {
        var cache = new RecordingCache();
        Action<IServiceCollection> shared = s => s.AddSingleton<IDistributedCache>(cache);
        var (one, other) = (await _world.StartNodeAsync(shared), await _world.StartNodeAsync(shared));
        var push = _world.WeChat.Sign(PushedBodies.Text("o-alice", 1, "hello"), PushProtection.Secure, _world.Now);
        (await _world.PushAsync(push, one)).ShouldBe(CallbackAnswer.Taken);
        (await _world.PushAsync(push, other)).ShouldBe(CallbackAnswer.Refused);
    }

    [Theory]
    [InlineData(-610, false)]
    [InlineData(-590, true)]
    [InlineData(590, true)]
    [InlineData(610, false)]
    public async Task A_push_of_another_time_is_refused(int seconds, bool isTaken)
    {
        var push = _world.WeChat.Sign(PushedBodies.Text("o-alice", 1, "hello"), PushProtection.Secure, _world.Now.AddSeconds(seconds));
        (await _world.PushAsync(push)).ShouldBe(isTaken ? CallbackAnswer.Taken : CallbackAnswer.Refused);
    }

    [Fact]
    public async Task What_is_older_than_the_inbox_remembers_is_forgotten()
    {
        await _world.PushAsync(PushedBodies.Text("o-alice", 1, "hello"));
        _world.Given.Time.Shift(TimeSpan.FromDays(6));
        await _world.PushAsync(PushedBodies.Text("o-alice", 2, "hello"));
        _world.Given.Time.Shift(TimeSpan.FromDays(2));
        await new InboxPurgeJob(
            _world.Host.Services.GetRequiredService<IServiceScopeFactory>(), Microsoft.Extensions.Options.Options.Create(new CallbackOptions()), _world.Given.Time)
            .RunInAllTenantsAsync(_world.Host);
        (await _world.Given.Database.QueryAsync<string>("""SELECT "Key" FROM "WeChatInboxEntries" ORDER BY "Key" """)).ShouldBe([InboxEntry.AddressCheckKey, "m:o-alice:2"]);
    }

    private void Handlers(IServiceCollection services)
    {
        services.AddSingleton(_seen);
        services.AddWeChatMessageHandler<Watcher>();
    }
}
