using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Jobs;
using WeChatNotifications.Statistics;

namespace WeChatNotifications.Tokens;

/// <summary>
/// Asks for the tokens of apps that are in use, so that they are renewed ahead of their end although nobody sends at that moment: the
/// first message after a rest does not wait for WeChat. Other nodes find the new token in the shared cache.
/// </summary>
internal sealed class TokenRefreshJob(IServiceScopeFactory scopes, IAccessTokenProvider tokens, TimeProvider timeProvider) : IModuleJob
{
    /// <summary>An app that has sent nothing for so long, and has nothing to send within <see cref="Outlook"/>, is not in use.</summary>
    private static readonly TimeSpan InUse = TimeSpan.FromDays(1);

    private static readonly TimeSpan Outlook = TimeSpan.FromMinutes(10);

    public string Name => "token-refresh";

    /// <summary>Tokens are due some minutes before their end.</summary>
    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    public async Task<JobResult> RunAsync(CancellationToken cancellationToken)
    {
        var apps = await scopes.InScopeAsync(p => FindAsync(p, cancellationToken)).ConfigureAwait(false);
        var without = 0;
        foreach (var app in apps)
        {
            if (await tokens.GetAsync(app, cancellationToken).ConfigureAwait(false) is not AccessTokenResult.Available)
            {
                // Logged and told by the health check where it happens.
                without++;
            }
        }

        return new JobResult(apps.Count, without == 0 ? null : $"{without} without a token");
    }

    private async Task<IReadOnlyList<AppCredential>> FindAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var waiting = await services.GetRequiredService<IDeliveryQueue>().FindAppsWithWorkAsync(now + Outlook, cancellationToken).ConfigureAwait(false);
        var counted = await services.GetRequiredService<IDeliveryStatisticsRepository>()
            .QueryAsync(new StatisticsFilter { From = now - InUse }, StatisticsGrouping.App, cancellationToken).ConfigureAwait(false);
        var ids = counted.Where(c => c.Status is DeliveryStatus.Sent or DeliveryStatus.Confirmed or DeliveryStatus.Refused).Select(c => c.AppCredentialId!.Value).Concat(waiting).ToHashSet();
        return ids.Count == 0
            ? []
            : [.. (await services.GetRequiredService<IAppCredentialRepository>().GetManyAsync(ids, cancellationToken).ConfigureAwait(false))
                .Where(a => a.IsEnabled && !a.IsPausedAt(now))];
    }
}
