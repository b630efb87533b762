using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatNotifications.Credentials;
using WeChatNotifications.Events;

namespace WeChatNotifications.Deliveries;

/// <summary>What a lane has to say to the rest of the engine.</summary>
internal sealed class LaneEvents(SignalInbox signal, IServiceScopeFactory scopes, ILogger logger)
{
    private int _released;
    private int _lapsed;

    /// <summary>Deliveries that went back to the queue unsent.</summary>
    public int ReleasedCount => Volatile.Read(ref _released);

    /// <summary>The lane can take more, and more is probably waiting.</summary>
    public void Hungry(Guid appCredentialId) => signal.WorkArrived(appCredentialId);

    /// <summary>A delivery went back to the queue unsent.</summary>
    public void Released() => Interlocked.Increment(ref _released);

    /// <summary>A delivery was left alone because its lease was about to lapse.</summary>
    public void LeaseLapsed() => Interlocked.Increment(ref _lapsed);

    /// <summary>How many were left alone since the last call.</summary>
    public int TakeLapsed() => Interlocked.Exchange(ref _lapsed, 0);

    /// <summary>Writes a pause down, so that every node and every administrator knows.</summary>
    public async Task PauseAsync(AppCredential app, AppPause pause)
    {
        try
        {
            await scopes.InScopeAsync(async s =>
            {
                var isFirst = await s.GetRequiredService<IAppCredentialRepository>()
                    .TryPauseAsync(app.Id, app.SecretVersion, pause, CancellationToken.None).ConfigureAwait(false);
                if (isFirst)
                {
                    DeliveryEngineLog.AppPaused(logger, app.AppId, pause.Until, pause.ErrorCode, pause.Detail);
                    s.GetRequiredService<IOutcomeSink>().Publish(OutcomeEvents.Of(app, pause));
                }

                return isFirst;
            }).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The lane pauses all the same until the next look at the database, and then meets WeChat's refusal again.
            DeliveryEngineLog.Fault(logger, "pausing an app", exception);
        }
    }
}
