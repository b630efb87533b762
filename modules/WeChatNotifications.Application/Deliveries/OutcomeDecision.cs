using WeChatNotifications.Credentials;
using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.Deliveries;

/// <summary>What follows from an answer, besides the delivery's new state.</summary>
internal enum FollowUp
{
    /// <summary>Nothing: the delivery has its new state.</summary>
    None,

    /// <summary>The delivery is unchanged: get another access token and make the call again.</summary>
    RefreshToken,

    /// <summary>WeChat was not reached, or did not answer.</summary>
    TransportFailure,

    /// <summary>The whole app has to pause.</summary>
    PauseApp,

    /// <summary>Nothing was sent: getting the token took so long that another node may hold the delivery soon.</summary>
    LeaseLapsed,

    /// <summary>WeChat was not asked at all: its reachability is as unknown as before.</summary>
    NotAsked,
}

/// <summary>A decision.</summary>
/// <param name="FollowUp">What else to do.</param>
/// <param name="Pause">The pause, for <see cref="FollowUp.PauseApp"/>.</param>
/// <param name="End">How the delivery ends unless another template takes over; until then it is unchanged.</param>
internal readonly record struct OutcomeDecision(FollowUp FollowUp, AppPause? Pause = null, StepEnd? End = null);

/// <summary>A template has not reached the user, in a way that another one may mend.</summary>
/// <param name="Status">How the delivery ends if none takes over: failed or skipped.</param>
/// <param name="Reason">Why.</param>
/// <param name="Cause">What WeChat said.</param>
internal sealed record StepEnd(DeliveryStatus Status, DeliveryReason Reason, DeliveryError Cause)
{
    /// <summary>Ends the delivery.</summary>
    public void Apply(DeliveryLog delivery, DateTimeOffset now)
    {
        if (Status == DeliveryStatus.Failed)
        {
            delivery.Fail(Reason, Cause, now);
        }
        else
        {
            delivery.Skip(Reason, Cause, now);
        }
    }
}

/// <summary>What the outcome of an attempt depends on besides WeChat's answer.</summary>
/// <param name="Call">The call that was answered.</param>
/// <param name="RefusesDoubles">Whether WeChat itself would refuse a second message.</param>
/// <param name="MustNotWait">
/// Whether this was the repeat of an attempt without an answer, which is safe only for minutes: instead of waiting once more, a person decides.
/// </param>
internal readonly record struct AttemptTraits(WeChatCall Call = WeChatCall.Send, bool RefusesDoubles = false, bool MustNotWait = false);
