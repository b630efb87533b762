using Microsoft.Extensions.Options;
using WeChatNotifications.Channels;
using WeChatNotifications.Credentials;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Templates;
using WeChatNotifications.Tokens;
using WeChatNotifications.WeChatApi.Sending;

namespace WeChatNotifications.Deliveries;

/// <summary>Takes one claimed delivery to WeChat and gives it its next state.</summary>
internal sealed class DeliveryProcessor(
    IAccessTokenProvider tokens, IEnumerable<IMessageChannel> channels, WeChatNotificationsMetrics metrics, IOptions<DispatchOptions> options,
    TimeProvider timeProvider)
{
    private readonly Dictionary<MessageChannel, IMessageChannel> _channels = channels.ToDictionary(c => c.Kind);
    private readonly OutcomeRules _rules = new(options.Value, timeProvider);

    /// <summary>Makes one attempt; a rejected token is replaced once within it.</summary>
    public async Task<OutcomeDecision> AttemptAsync(AppCredential app, ClaimedDelivery claimed, CancellationToken cancellationToken)
    {
        var delivery = claimed.Delivery;
        using var activity = WeChatNotificationsMetrics.Activities.StartActivity("wechat.deliver");
        activity?.SetTag("wechat.delivery_id", delivery.Id);
        activity?.SetTag("wechat.template", delivery.TemplateName);
        activity?.SetTag("wechat.attempt", delivery.Attempts);
        for (var mayRefresh = true; ; mayRefresh = false)
        {
            switch (await tokens.GetAsync(app, cancellationToken).ConfigureAwait(false))
            {
                case AccessTokenResult.Refused refused:
                    return _rules.ApplyTokenRefusal(refused.Error, delivery);
                case AccessTokenResult.Unreachable unreachable:
                    return _rules.ApplyNoToken(unreachable.Detail, delivery);
                case AccessTokenResult.Available when !claimed.Batch.Holds(options.Value.LeaseMargin):
                    return new(FollowUp.LeaseLapsed);
                case AccessTokenResult.Available available:
                    var result = await CallAsync(app, available.Token, delivery, cancellationToken).ConfigureAwait(false);
                    var decision = _rules.Apply(result, delivery, app, mayRefresh);
                    activity?.SetTag("wechat.status", delivery.Status.ToString());
                    if (decision.FollowUp != FollowUp.RefreshToken)
                    {
                        return decision;
                    }

                    await tokens.InvalidateAsync(app, available.Token, cancellationToken).ConfigureAwait(false);
                    break;
            }
        }
    }

    private async Task<SendResult> CallAsync(AppCredential app, string token, DeliveryLog delivery, CancellationToken cancellationToken)
    {
        var start = timeProvider.GetTimestamp();
        var result = await _channels[delivery.Channel].SendAsync(app, token, delivery, cancellationToken).ConfigureAwait(false);
        metrics.Called(timeProvider.GetElapsedTime(start), result.GetType().Name);
        return result;
    }
}
