using WeChatNotifications.Credentials;
using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Sending;

namespace WeChatNotifications.Deliveries;

/// <summary>
/// Turns an answer into the delivery's next state. What an error code means comes from the catalogue alone: nothing here, or
/// anywhere else, compares error numbers.
/// </summary>
internal sealed class OutcomeRules(DispatchOptions options, TimeProvider timeProvider)
{
    /// <summary>Longest wait before a repeat that WeChat shall recognize: half of the time for which it does.</summary>
    private static readonly TimeSpan LongestRepeatWait = DeliveryLimits.RepeatsRefusedFor / 2;

    /// <summary>Whether a message that waits for its repeat is late enough for WeChat to have forgotten the first try.</summary>
    public bool IsTooLateToRepeat(DeliveryLog delivery) => timeProvider.GetUtcNow() > delivery.NotBefore + TimeSpan.FromMinutes(1);

    /// <summary>Applies WeChat's answer to a delivery.</summary>
    /// <param name="result">The answer.</param>
    /// <param name="delivery">The delivery that is being sent.</param>
    /// <param name="app">Its app.</param>
    /// <param name="mayRefreshToken">Whether a rejected token may be replaced and the call repeated at once.</param>
    /// <param name="traits">What else matters.</param>
    public OutcomeDecision Apply(SendResult result, DeliveryLog delivery, AppCredential app, bool mayRefreshToken, AttemptTraits traits = default)
    {
        var now = timeProvider.GetUtcNow();
        switch (result)
        {
            case SendResult.Accepted accepted:
                delivery.MarkSent(accepted.MessageId, now);
                return new(FollowUp.None);
            case SendResult.Refused refused:
                return ApplyRefusal(refused.Error, delivery, app, mayRefreshToken, traits, now);
            case SendResult.NotSent notSent:
                // An answer that is not WeChat's may be about this message: a gateway that does not like its words.
                RetryOrFail(delivery, DeliveryReason.RetryLater, ErrorOf(notSent.Fault), traits, now, isItsOwn: notSent.Fault.HttpStatus is not null);
                return new(FollowUp.TransportFailure);
            case SendResult.Unknown unknown:
                ApplyUnknown(ErrorOf(unknown.Fault), delivery, app, traits, now);
                return new(FollowUp.TransportFailure);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Applies WeChat's refusal to give a token: it is about the app, never about the message.</summary>
    public OutcomeDecision ApplyTokenRefusal(WeChatError error, DeliveryLog delivery, AttemptTraits traits = default)
    {
        var entry = WeChatErrorCatalogue.Find(error.Code, WeChatCall.Token);
        var now = timeProvider.GetUtcNow();
        if (entry.Action == WeChatErrorAction.PauseApp)
        {
            PutBack(delivery, ErrorOf(error), traits, now);
            return new(FollowUp.PauseApp, PauseOf(entry, error, now));
        }

        RetryOrFail(delivery, DeliveryReason.RetryLater, ErrorOf(error), traits, now, isItsOwn: false);
        return new(FollowUp.TransportFailure);
    }

    /// <summary>No token could be had; the message was not sent.</summary>
    public OutcomeDecision ApplyNoToken(string detail, DeliveryLog delivery, AttemptTraits traits = default)
    {
        var cause = new DeliveryError(Code: null, "No access token: " + detail, Rid: null);
        RetryOrFail(delivery, DeliveryReason.RetryLater, cause, traits, timeProvider.GetUtcNow(), isItsOwn: false);
        return new(FollowUp.TransportFailure);
    }

    /// <summary>WeChat took none of many permits of the user's within one attempt; there may be more.</summary>
    public OutcomeDecision ApplyPermitsRefused(WeChatError error, DeliveryLog delivery, AttemptTraits traits)
    {
        RetryOrFail(delivery, DeliveryReason.RetryLater, ErrorOf(error), traits, timeProvider.GetUtcNow());
        return new(FollowUp.None);
    }

    /// <summary>A template has not reached the user. Ends the delivery, or leaves it to the next template of its chain.</summary>
    public OutcomeDecision EndStep(StepEnd end, DeliveryLog delivery, FollowUp followUp = FollowUp.None)
    {
        if (delivery.HasFallback)
        {
            return new(followUp, End: end);
        }

        end.Apply(delivery, timeProvider.GetUtcNow());
        return new(followUp);
    }

    /// <summary>WeChat's answer as the delivery keeps it.</summary>
    public static DeliveryError ErrorOf(WeChatError error) => new(error.Code, error.Message, error.Rid);

    private OutcomeDecision ApplyRefusal(
        WeChatError error, DeliveryLog delivery, AppCredential app, bool mayRefreshToken, AttemptTraits traits, DateTimeOffset now)
    {
        var entry = WeChatErrorCatalogue.Find(error.Code, traits.Call);
        var cause = ErrorOf(error);
        switch (entry.Action)
        {
            case WeChatErrorAction.Sent:
                delivery.MarkSent(weChatMessageId: null, now);
                break;
            case WeChatErrorAction.RefreshTokenAndRetry when mayRefreshToken:
                return new(FollowUp.RefreshToken);
            case WeChatErrorAction.RefreshTokenAndRetry or WeChatErrorAction.RetryLater:
                RetryOrFail(delivery, DeliveryReason.RetryLater, cause, traits, now);
                break;
            case WeChatErrorAction.RetrySoon:
                RetrySoonOrFail(delivery, cause, traits, now);
                break;
            case WeChatErrorAction.OutcomeUnknown:
                ApplyUnknown(cause, delivery, app, traits, now);
                break;
            case WeChatErrorAction.PauseApp:
                PutBack(delivery, cause, traits, now);
                return new(FollowUp.PauseApp, PauseOf(entry, error, now));
            case WeChatErrorAction.RecipientRefused:
                return EndStep(new(DeliveryStatus.Skipped, DeliveryReason.NoPermit, cause), delivery);
            case WeChatErrorAction.RecipientInvalid or WeChatErrorAction.ChannelRetired or WeChatErrorAction.RetryWithAnotherPermit:
                return EndStep(new(DeliveryStatus.Failed, ReasonOf(entry.Action), cause), delivery);
            default:
                delivery.Fail(ReasonOf(entry.Action), cause, now);
                break;
        }

        return new(FollowUp.None);
    }

    private static DeliveryReason ReasonOf(WeChatErrorAction action) => action switch
    {
        WeChatErrorAction.RecipientInvalid => DeliveryReason.InvalidRecipient,
        WeChatErrorAction.ContentRejected => DeliveryReason.ContentRejected,
        WeChatErrorAction.TemplateBroken => DeliveryReason.TemplateBroken,
        WeChatErrorAction.ChannelRetired => DeliveryReason.ChannelRetired,

        // A message that carries no permit has none that could be exchanged: its absence is the user's "no".
        WeChatErrorAction.RetryWithAnotherPermit => DeliveryReason.NoPermit,
        _ => DeliveryReason.ConfigurationFault,
    };

    private void ApplyUnknown(DeliveryError cause, DeliveryLog delivery, AppCredential app, AttemptTraits traits, DateTimeOffset now)
    {
        if (app.UnconfirmedPolicy == UnconfirmedPolicy.Retry)
        {
            RetryOrFail(delivery, DeliveryReason.OutcomeUnknown, cause, traits, now);
        }
        else if (traits.RefusesDoubles)
        {
            // Never twice is kept by WeChat; to hold it would only mean perhaps never.
            RetryOrFail(delivery, DeliveryReason.OutcomeUnknown, cause, traits, now, LongestRepeatWait);
        }
        else
        {
            delivery.Hold(cause, now);
        }
    }

    /// <param name="delivery">What was tried.</param>
    /// <param name="reason">Why it waits.</param>
    /// <param name="cause">What was said.</param>
    /// <param name="traits">The call's.</param>
    /// <param name="now">The present.</param>
    /// <param name="longestWait">It must not wait longer; null for any time.</param>
    /// <param name="isItsOwn">Whether the attempt says something of the message. Where WeChat was out of reach it does not: a message that waits alone
    /// through an outage is the one that probes, and must not have used up its attempts by the end of it. It expires in its time.</param>
    private void RetryOrFail(
        DeliveryLog delivery, DeliveryReason reason, DeliveryError cause, AttemptTraits traits, DateTimeOffset now, TimeSpan? longestWait = null, bool isItsOwn = true)
    {
        var delay = RetrySchedule.Delay(delivery.Attempts, options, Random.Shared.NextDouble());
        var next = now + (longestWait < delay ? longestWait.Value : delay);
        if (traits.MustNotWait)
        {
            delivery.Hold(cause, now);
        }
        else if (isItsOwn && delivery.Attempts >= options.MaxAttempts)
        {
            delivery.Fail(DeliveryReason.AttemptsExhausted, cause, now);
        }
        else if (delivery.IsExpiredAt(next))
        {
            delivery.Skip(DeliveryReason.Expired, cause, now);
        }
        else
        {
            delivery.Reschedule(next, reason, cause, mostAttempts: isItsOwn ? int.MaxValue : options.MaxAttempts - 1);
        }
    }

    /// <summary>Another message to the same user was on its way (from another node): a second or two later it is not.</summary>
    private void RetrySoonOrFail(DeliveryLog delivery, DeliveryError cause, AttemptTraits traits, DateTimeOffset now)
    {
        if (traits.MustNotWait)
        {
            delivery.Hold(cause, now);
        }
        else if (delivery.Attempts >= options.MaxAttempts)
        {
            delivery.Fail(DeliveryReason.AttemptsExhausted, cause, now);
        }
        else
        {
            delivery.Reschedule(now + TimeSpan.FromMilliseconds(Random.Shared.Next(200, 2_000)), DeliveryReason.RetryLater, cause);
        }
    }

    /// <summary>Nothing of the app passes for now.</summary>
    private static void PutBack(DeliveryLog delivery, DeliveryError cause, AttemptTraits traits, DateTimeOffset now)
    {
        if (traits.MustNotWait)
        {
            delivery.Hold(cause, now);
        }
        else
        {
            delivery.Release(DeliveryReason.AppPaused, cause);
        }
    }

    private static AppPause PauseOf(WeChatErrorEntry entry, WeChatError error, DateTimeOffset now)
        => new(now, PausePeriods.EndOf(entry.Pause, now), PauseReason.WeChatError, error.Code, error.Message);

    private static DeliveryError ErrorOf(TransportFault fault) => new(Code: null, $"{fault.Kind}: {fault.Detail}", Rid: null);
}
