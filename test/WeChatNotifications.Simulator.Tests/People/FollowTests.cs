using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.Tests.People;

public sealed class FollowTests : IAsyncLifetime
{
    private const string Account = "wx-account";
    private Given _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Given.A_shop();
        // Nobody listens there: what would be pushed can be read all the same.
        _shop.Control.SetApp(new()
        {
            AppId = Account,
            Secret = Given.Secret,
            Kind = AppKind.OfficialAccount,
            Followers = 2,
            Push = new() { Url = "http://127.0.0.1:1/", Token = "ShopToken" },
        });
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public void Whoever_begins_or_ceases_to_follow_is_pushed_and_counted_once()
    {
        Follow("o-1");
        Follow("o-1");
        Count().ShouldBe(3);
        Unfollow("o-1");
        Unfollow("o-1");
        Count().ShouldBe(2);
        Follow("o-1");

        Count().ShouldBe(3);
        Pushed().ShouldBe([("o-1", "subscribe"), ("o-1", "unsubscribe"), ("o-1", "subscribe")]);
    }

    [Fact]
    public void Somebody_seeded_who_does_not_follow_can_begin_to()
    {
        _shop.Control.SetUser(new() { AppId = Account, OpenId = "o-1", IsFollower = false });

        Follow("o-1");

        Pushed().ShouldBe([("o-1", "subscribe")]);
    }

    [Fact]
    public void A_generated_follower_can_leave_and_come_back()
    {
        var first = new Simulator.People.GeneratedOpenIds(Account)[0];

        Unfollow(first);
        Count().ShouldBe(1);
        Follow(first);

        Count().ShouldBe(2);
        Pushed().ShouldBe([(first, "unsubscribe"), (first, "subscribe")]);
    }

    [Fact]
    public void Nobody_follows_a_mini_program_and_a_stranger_cannot_leave()
    {
        Should.Throw<SimulatorControlException>(() => _shop.Control.Follow(new() { AppId = Given.App, OpenId = Given.Alice })).Message.ShouldContain("not an official account");
        Should.Throw<SimulatorControlException>(() => _shop.Control.SetApp(new() { AppId = Given.App, Followers = 1 })).Message.ShouldContain("not an official account");
        Should.Throw<SimulatorControlException>(() => Unfollow("o-nobody")).Message.ShouldContain("has no user o-nobody");
    }

    private void Follow(string openId) => _shop.Control.Follow(new() { AppId = Account, OpenId = openId });

    private void Unfollow(string openId) => _shop.Control.Unfollow(new() { AppId = Account, OpenId = openId });

    private int Count() => _shop.Control.Apps().Single(app => app.AppId == Account).Followers;

    private List<(string OpenId, string Event)> Pushed() => [.. _shop.Control.Pushes().Pushes.Select(push => (push.OpenId, push.Event))];
}
