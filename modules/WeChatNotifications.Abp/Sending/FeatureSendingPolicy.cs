using Volo.Abp.Features;
using WeChatNotifications.Abp.Features;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Abp.Sending;

/// <summary>The tenant's feature says whether it may send.</summary>
internal sealed class FeatureSendingPolicy(IFeatureChecker features) : ISendingPolicy
{
    public async Task CheckAsync(RuleCheck check, CancellationToken cancellationToken)
    {
        if (!await features.IsEnabledAsync(WeChatNotificationsFeatures.Sending).ConfigureAwait(false))
        {
            check.Add(new("tenant", RuleCodes.SwitchedOff, ("value", WeChatNotificationsFeatures.Sending)));
        }
    }
}
