using System.Threading.Channels;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Reports;

namespace WeChatNotifications.Simulator.Push;

/// <summary>
/// Pushes events to the apps' servers: some at a time and in no promised order, each up to three times. Whoever causes an event
/// only puts it into a queue.
/// </summary>
internal sealed class Pusher : ISentMessages, IAsyncDisposable
{
    private const int MostTries = 3;
    private const int Workers = 64;

    private readonly SimulatedWeChat _weChat;
    private readonly PushClient _client;
    private readonly PushSchedule _schedule;
    private readonly Channel<PushJob> _ready = Channel.CreateUnbounded<PushJob>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<Task> _work;
    private volatile PushLog _log = new();
    private int _disposed;

    public Pusher(SimulatedWeChat weChat)
    {
        _weChat = weChat;
        _client = new(weChat, Workers);
        _schedule = new(weChat.RealTime, Start);
        // Most simulators never push.
        _work = new(() => Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync())));
    }

    /// <summary>Asks an app's server to echo, as before the settings are saved.</summary>
    /// <returns>Null, or what is wrong.</returns>
    public Task<string?> CheckAsync(PushConfig config, CancellationToken cancellationToken) => _client.CheckAsync(config, cancellationToken);

    /// <summary>Tells an app's server of an event. Does nothing for an app without one.</summary>
    public void Push(SimulatedApp app, string openId, PushEvent pushed, TimeSpan delay = default)
    {
        if (app.Push is { } config && _log.Add(app, config, openId, pushed, _weChat.Clock.GetUtcNow() + delay, _weChat.Settings.KeepPushes ?? 0) is { } job)
        {
            _schedule.Add(job, delay);
        }
    }

    public void MessageSent(in SentMessage message)
    {
        if (message.App.Push is null || ReceiptOf(message) is not { } receipt)
        {
            return;
        }

        Push(message.App, message.User.OpenId, receipt, TimeSpan.FromMilliseconds(_weChat.Settings.ReceiptDelayMs ?? 0));
    }

    public PushPage Read(PushFilter filter) => _log.Read(filter);

    /// <summary>Sends kept pushes once more, delivered or not.</summary>
    public int Redeliver(PushFilter filter)
    {
        var repeats = _log.Repeat(filter, _weChat.Settings.KeepPushes ?? 0);
        foreach (var repeat in repeats)
        {
            _schedule.Add(repeat, TimeSpan.Zero);
        }

        return repeats.Count;
    }

    /// <summary>Forgets what was pushed and what waits. A try under way ends unseen.</summary>
    public void Clear()
    {
        _log = new();
        _schedule.Clear();
        while (_ready.Reader.TryRead(out _))
        {
            // Taken out is all.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        _schedule.Dispose();
        if (_work.IsValueCreated)
        {
            await _work.Value;
        }

        _client.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Messages shown in a mini program's own chat had no receipts before subscribe messages came.</summary>
    private PushEvent? ReceiptOf(in SentMessage message) => message switch
    {
        { Channel: SimulatedChannel.SubscribeMessage or SimulatedChannel.OfficialAccountSubscribeMessage } =>
            new SubscribeReceipt(message.Template.TemplateId, message.MessageId, DrawOutcome()),
        { App.Kind: AppKind.OfficialAccount } =>
            new TemplateReceipt(message.MessageId, message.User.Blocked ? ReceiptOutcome.UserBlock : DrawOutcome()),
        _ => null,
    };

    private ReceiptOutcome DrawOutcome()
    {
        var settings = _weChat.Settings;
        return settings.ReceiptShare is { } share && share < 1 && Random.Shared.NextDouble() >= share
            ? ReceiptOutcome.Success
            : settings.Receipt ?? ReceiptOutcome.Success;
    }

    private void Start(PushJob job)
    {
        _ = _work.Value;
        _ready.Writer.TryWrite(job);
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var job in _ready.Reader.ReadAllAsync(_stopping.Token))
            {
                await TryAsync(job);
            }
        }
        catch (OperationCanceledException)
        {
            // The simulator stops.
        }
    }

    private async Task TryAsync(PushJob job)
    {
        if (job.Log != _log)
        {
            return;
        }

        var started = _weChat.RealTime.GetTimestamp();
        var tried = await _client.PushAsync(job, _stopping.Token);
        var isLast = tried.Error is null || job.Tries + 1 >= MostTries;
        if (isLast)
        {
            job.Log.CountEnd();
        }

        job.Add(tried, isLast);
        if (!isLast && job.Log == _log)
        {
            // The next try begins when this one's time is over, however it ended.
            _schedule.Add(job, _weChat.Settings.PushPatience - _weChat.RealTime.GetElapsedTime(started));
        }
    }
}
