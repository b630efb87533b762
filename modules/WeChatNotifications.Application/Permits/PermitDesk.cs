using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Diagnostics;

namespace WeChatNotifications.Permits;

/// <summary>Where the engine gets what WeChat demands for a message.</summary>
internal sealed class PermitDesk(IServiceScopeFactory scopes, WeChatNotificationsMetrics metrics, IOptions<PermitOptions> options, TimeProvider timeProvider)
{
    /// <summary>The form id for a delivery; null when the user has none left that is good for long enough.</summary>
    public async Task<FormIdPermit?> ClaimAsync(DeliveryLog delivery, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var claim = new FormIdClaim(delivery.AppCredentialId, delivery.OpenId, delivery.Id, now, now + options.Value.SafetyMargin);
        var permit = await scopes.InScopeAsync(s => s.GetRequiredService<IFormIdStore>().ClaimAsync(claim, cancellationToken)).ConfigureAwait(false);
        metrics.FormIdClaimed(permit is null ? "none" : permit.IsRebound ? "rebound" : "claimed");
        return permit;
    }

    /// <summary>WeChat does not take the form id that a delivery holds.</summary>
    public async Task BurnAsync(DeliveryLog delivery, CancellationToken cancellationToken)
    {
        await scopes.InScopeAsync(async s =>
        {
            await s.GetRequiredService<IFormIdStore>().BurnAsync(delivery.Id, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        metrics.FormIdClaimed("burned");
    }

    /// <summary>Whether an accept of the user's is known for the delivery's template.</summary>
    public async Task<bool> HasGrantAsync(DeliveryLog delivery, CancellationToken cancellationToken)
    {
        var filter = new GrantFilter(delivery.AppCredentialId, [delivery.OpenId], [delivery.WeChatTemplateId]);
        var grants = await scopes.InScopeAsync(s => s.GetRequiredService<ISubscriptionGrantRepository>().ListAsync(filter, after: null, take: 1, cancellationToken)).ConfigureAwait(false);
        return grants is [{ AllowsSending: true }];
    }
}
