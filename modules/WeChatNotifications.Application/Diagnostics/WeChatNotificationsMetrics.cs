using System.Diagnostics;
using System.Diagnostics.Metrics;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Templates;
using WeChatNotifications.WeChatApi.Tokens;

namespace WeChatNotifications.Diagnostics;

/// <summary>The module's instruments. Tags are few and bounded: never an openid, never free text.</summary>
public sealed class WeChatNotificationsMetrics : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "WeChatNotifications";

    internal static readonly ActivitySource Activities = new(Name);

    private readonly Meter _meter;
    private readonly Counter<long> _enqueued;
    private readonly Counter<long> _outcomes;
    private readonly Counter<long> _tokens;
    private readonly Counter<long> _invalid;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _fallbacks;
    private readonly Counter<long> _formIdsReported;
    private readonly Counter<long> _formIdClaims;
    private readonly Histogram<double> _sendDuration;
    private readonly Histogram<double> _waiting;
    private readonly Counter<long> _pushes;
    private readonly Counter<long> _pushed;
    private readonly Counter<long> _receipts;
    private readonly Histogram<double> _answers;
    private DeliveryBacklog _backlog;
    private TimeSpan _oldestAge;

    /// <summary>Creates the instruments.</summary>
    public WeChatNotificationsMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _enqueued = _meter.CreateCounter<long>("wechat.deliveries.enqueued", "{message}", "Messages put into the queue");
        _outcomes = _meter.CreateCounter<long>("wechat.deliveries.outcomes", "{attempt}", "Attempts by resulting state and reason");
        _tokens = _meter.CreateCounter<long>("wechat.tokens.fetched", "{call}", "Calls for an access token by result");
        _invalid = _meter.CreateCounter<long>("wechat.events.rejected", "{notification}", "Notifications of mapped events that broke a rule");
        _dropped = _meter.CreateCounter<long>("wechat.events.dropped", "{event}", "Outcomes that were not told because listeners are too slow");
        _fallbacks = _meter.CreateCounter<long>("wechat.deliveries.fallbacks", "{message}", "Messages that another template took over, by channels and reason");
        _formIdsReported = _meter.CreateCounter<long>("wechat.formids.reported", "{form_id}", "Form ids and prepay ids that were reported, by what became of them");
        _formIdClaims = _meter.CreateCounter<long>("wechat.formids.claims", "{claim}", "Claims of a form id for a message by result, and form ids that WeChat did not take");
        _sendDuration = _meter.CreateHistogram<double>("wechat.send.duration", "s", "Time of one call to WeChat");
        _waiting = _meter.CreateHistogram<double>("wechat.deliveries.latency", "s", "Time from due to accepted by WeChat");
        _pushes = _meter.CreateCounter<long>("wechat.callbacks.received", "{request}", "Requests to the callback address by result");
        _pushed = _meter.CreateCounter<long>("wechat.callbacks.stored", "{message}", "Pushed messages by event, and whether they had come before");
        _receipts = _meter.CreateCounter<long>("wechat.callbacks.receipts", "{receipt}", "Receipts of WeChat's by what became of them");
        _answers = _meter.CreateHistogram<double>("wechat.callbacks.answer_duration", "s", "Time until WeChat got its answer");
        _meter.CreateObservableGauge("wechat.queue.due", () => _backlog.Due, "{message}", "Messages that could be sent now");
        _meter.CreateObservableGauge("wechat.queue.scheduled", () => _backlog.Scheduled, "{message}", "Messages that wait for their time");
        _meter.CreateObservableGauge("wechat.queue.sending", () => _backlog.Sending, "{message}", "Messages that nodes hold");
        _meter.CreateObservableGauge("wechat.queue.oldest_age", () => _oldestAge.TotalSeconds, "s", "For how long the longest waiting message is due");
    }

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();

    internal void Enqueued(int messages) => _enqueued.Add(messages);

    internal void Recorded(DeliveryLog delivery)
    {
        _outcomes.Add(1, new("status", delivery.Status.ToString()), new("reason", delivery.Reason.ToString()));
        if (delivery is { Status: DeliveryStatus.Sent, SentAt: { } sentAt })
        {
            _waiting.Record((sentAt - delivery.NotBefore).TotalSeconds);
        }
    }

    internal void Called(TimeSpan duration, string result, MessageChannel channel)
        => _sendDuration.Record(duration.TotalSeconds, new("result", result), new("channel", channel.ToString()));

    internal void FellBack(MessageChannel from, MessageChannel to, DeliveryReason reason)
        => _fallbacks.Add(1, new("from", from.ToString()), new("to", to.ToString()), new("reason", reason.ToString()));

    internal void FormIdsReported(string result, int count)
    {
        if (count > 0)
        {
            _formIdsReported.Add(count, new KeyValuePair<string, object?>("result", result));
        }
    }

    internal void FormIdClaimed(string result) => _formIdClaims.Add(1, new KeyValuePair<string, object?>("result", result));

    internal void TokenFetched(TokenMode mode, TokenResult result) => _tokens.Add(
        1, new("mode", mode.ToString()), new("result", result switch
        {
            TokenResult.Issued => "issued",
            TokenResult.Refused refused => refused.Error.Code.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => "unreachable",
        }));

    internal void EventRejected(string eventName) => _invalid.Add(1, new KeyValuePair<string, object?>("event", eventName));

    internal void OutcomeDropped() => _dropped.Add(1);

    internal void SetBacklog(DeliveryBacklog backlog, TimeSpan oldestAge) => (_backlog, _oldestAge) = (backlog, oldestAge);

    internal void CallbackReceived(string result) => _pushes.Add(1, new KeyValuePair<string, object?>("result", result));

    internal void CallbackReceived(string result, TimeSpan duration)
    {
        CallbackReceived(result);
        _answers.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("result", result));
    }

    /// <summary>Events that WeChat does not document today would make a tag without bounds.</summary>
    internal void CallbackHandled(string eventName, string result) => _pushed.Add(
        1,
        new("event", eventName.ToLowerInvariant() switch
        {
            "subscribe_msg_popup_event" => "popup",
            "subscribe_msg_change_event" => "change",
            "subscribe_msg_sent_event" => "sent",
            "templatesendjobfinish" => "job_finished",
            "subscribe" => "follow",
            "unsubscribe" => "unfollow",
            _ => "other",
        }),
        new("result", result));

    internal void ReceiptsApplied(IReadOnlyList<ReceiptOutcome> outcomes, bool isRetry = false)
    {
        foreach (var outcome in outcomes)
        {
            if (outcome is { IsNews: true, Delivery: { } delivery })
            {
                Recorded(delivery);
            }

            if (outcome.Delivery is not null || !isRetry)
            {
                _receipts.Add(1, new KeyValuePair<string, object?>("result", outcome switch
                {
                    { Delivery: null } => "early",
                    { IsNews: false } => "known",
                    { Receipt.IsDelivered: true } => "confirmed",
                    _ => "refused",
                }));
            }
        }
    }

    internal void ReceiptsGivenUp(int receipts) => _receipts.Add(receipts, new KeyValuePair<string, object?>("result", "given_up"));
}
