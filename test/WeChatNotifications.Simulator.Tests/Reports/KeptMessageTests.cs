using System.Text;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Reports;
using WeChatNotifications.Simulator.Subscribe;

namespace WeChatNotifications.Simulator.Tests.Reports;

/// <summary>One person's messages out of those of all.</summary>
public sealed class KeptMessageTests
{
    private readonly MessageStore _store = new();
    private readonly SimulatedApp _app = new("wx-shop", "secret");
    private readonly SimulatedTemplate _template = new("tmpl");
    private readonly SimulatedUser _alice = new("o-alice");
    private readonly SimulatedUser _bob = new("o-bob");
    private readonly SimulatedUser _carol = new("o-carol");

    [Fact]
    public void The_newest_come_first_over_all_that_is_kept_and_page_by_page()
    {
        var ids = Enumerable.Range(0, 5_000).Select(i => (User: i % 3 == 0 ? _alice : _bob, Id: Add(i % 3 == 0 ? _alice : _bob))).ToArray();
        var alices = ids.Where(entry => entry.User == _alice).Select(entry => entry.Id).Reverse().ToArray();

        Ids(_store.Newest(Of(_alice), long.MaxValue, 10_000)).ShouldBe(alices);
        Ids(_store.Newest(Of(_alice), alices[699], 500)).ShouldBe(alices[700..1_200]);
        Ids(_store.Newest(Of(_alice, _bob), long.MaxValue, 7)).ShouldBe(ids.Select(entry => entry.Id).Reverse().Take(7));
        _store.Newest(Of(_carol), long.MaxValue, 10).ShouldBeEmpty();
        (_store.Last(Of(_alice))?.Message.MsgId, _store.Last(Of(_carol))).ShouldBe((alices[0], null));
    }

    [Fact]
    public void What_made_room_for_others_is_not_found_any_more()
    {
        var ids = Enumerable.Range(0, 5_000).Select(_ => Add(_alice, keep: 2_000)).ToArray();

        var kept = _store.Totals().Kept;
        Ids(_store.Newest(Of(_alice), long.MaxValue, 10_000)).ShouldBe(ids.Reverse().Take(kept));
        _store.Find(ids[^kept])!.Message.OpenId.ShouldBe("o-alice");
        _store.Find(ids[^(kept + 1)]).ShouldBeNull();
        (_store.Find(ids[^1] + 1), _store.Find(0), _store.Find(long.MinValue), _store.Find(long.MaxValue)).ShouldBe((null, null, null, null));
        _store.Newest(Of(_alice), ids[0], 10).ShouldBeEmpty();
    }

    [Fact]
    public void After_a_reset_nothing_of_before_is_found()
    {
        var old = Add(_alice);
        _store.Clear();
        (_store.Find(old), _store.Newest(Of(_alice), long.MaxValue, 10).Count).ShouldBe((null, 0));

        var id = Add(_bob);

        _store.Newest(Of(_alice), long.MaxValue, 10).ShouldBeEmpty();
        Ids(_store.Newest(Of(_alice, _bob), long.MaxValue, 10)).ShouldBe([id]);
    }

    private static HashSet<SimulatedUser> Of(params IEnumerable<SimulatedUser> users) => [.. users];

    private static IEnumerable<long> Ids(IEnumerable<KeptMessage> messages) => messages.Select(kept => kept.Message.MsgId);

    private long Add(SimulatedUser user, int keep = 250_000)
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"touser":"{{{user.OpenId}}}","template_id":"tmpl","data":{}}""");
        var request = new SendRequest();
        request.TryRead(body).ShouldBeTrue();
        return _store.Add(
            new(_app, user, _template, SimulatedChannel.SubscribeMessage, request, body), DateTimeOffset.UnixEpoch, SimulatorSettings.Standard.With(new() { KeepMessages = keep, CompareMessages = 0 }));
    }
}
