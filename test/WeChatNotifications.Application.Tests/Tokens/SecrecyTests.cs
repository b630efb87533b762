using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using WeChatNotifications.Credentials;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Testing;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.Application.Tests.Tokens;

/// <summary>Tokens and secrets go to WeChat and nowhere else, whatever goes wrong.</summary>
public sealed class SecrecyTests
{
    private const string WrongSecret = "wr0ngwr0ngwr0ngwr0ngwr0ngwr0ng!/";

    [Fact]
    public async Task No_log_activity_measurement_result_or_text_shows_them()
    {
        await using var world = await TokenWorld.StartAsync();
        world.Database = await TestDatabase.CreateAsync();
        var seen = new ConcurrentQueue<string>();
        using var activities = Listen(seen);
        using var meters = Measure(seen);
        var secret = new HashSet<string>(StringComparer.Ordinal) { TokenWorld.Secret, WrongSecret, Uri.EscapeDataString(WrongSecret) };

        foreach (var mode in new[] { TokenMode.Stable, TokenMode.Classic })
        {
            await EverythingGoesWrong(world, mode, seen, secret);
        }

        secret.Count.ShouldBeGreaterThan(6);
        seen.ShouldContain(s => s.Contains("wechat stable_token", StringComparison.Ordinal));
        seen.ShouldContain(s => s.Contains("wechat.tokens.fetched", StringComparison.Ordinal));
        new[] { 2001, 2002, 2003, 2004 }.ShouldBeSubsetOf(world.Logs.Lines.Select(l => l.EventId.Id));
        foreach (var text in seen.Append(world.Logs.AllText))
        {
            secret.Where(s => text.Contains(s, StringComparison.Ordinal)).ShouldBeEmpty(text);
        }
    }

    private static async Task EverythingGoesWrong(TokenWorld world, TokenMode mode, ConcurrentQueue<string> seen, HashSet<string> secret)
    {
        var path = mode == TokenMode.Stable ? TokenWorld.StablePath : TokenWorld.ClassicPath;
        var app = world.App(mode);
        var node = world.Node();
        foreach (var fault in Enum.GetValues<FaultKind>().Except([FaultKind.Hang, FaultKind.Slow]))
        {
            world.Break(fault, path, count: 1);
            seen.Enqueue((await node.GetAsync(app)).ToString());
            world.Clock.Advance(TimeSpan.FromSeconds(3));
        }

        seen.Enqueue((await node.GetAsync(world.Changed(app, WrongSecret))).ToString());
        world.Clock.Advance(TimeSpan.FromSeconds(3));
        world.Cache.Condition = RecordingCache.Fault.Down;
        for (var i = 0; i < 3; i++)
        {
            var token = await node.Token(app);
            secret.Add(token);
            seen.Enqueue((await node.GetAsync(app)).ToString());
            seen.Enqueue(new CachedAccessToken(token, world.Clock.GetUtcNow(), SecretVersion: 1).ToString());
            seen.Enqueue(new CachedAccessToken.Stored(app.Id, token, world.Clock.GetUtcNow(), SecretVersion: 1).ToString());
            await node.Reject(app, token);
            world.Clock.Advance(TimeSpan.FromMinutes(3));
        }

        world.Cache.Condition = RecordingCache.Fault.None;
        seen.Enqueue((await node.Tokens.FetchAsync(app, CancellationToken.None)).ToString());
        var error = await Should.ThrowAsync<OperationCanceledException>(() => node.Tokens.FetchAsync(app, new CancellationToken(canceled: true)));
        seen.Enqueue(error.ToString());
    }

    private static ActivityListener Listen(ConcurrentQueue<string> seen)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => seen.Enqueue(string.Join(
                ' ', activity.TagObjects.Select(t => $"{t.Key}={t.Value}").Concat(activity.Events.Select(e => e.Name + string.Join(' ', e.Tags)))
                    .Prepend($"{activity.Source.Name} {activity.DisplayName} {activity.StatusDescription}"))),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static MeterListener Measure(ConcurrentQueue<string> seen)
    {
        var listener = new MeterListener { InstrumentPublished = (instrument, self) => self.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen.Enqueue($"{instrument.Name} {value} {string.Join(' ', tags.ToArray())}"));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen.Enqueue($"{instrument.Name} {value} {string.Join(' ', tags.ToArray())}"));
        listener.Start();
        return listener;
    }
}
