using WeChatNotifications.Credentials;
using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Sending;

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
}

/// <summary>A decision.</summary>
/// <param name="FollowUp">What else to do.</param>
/// <param name="Pause">The pause, for <see cref="FollowUp.PauseApp"/>.</param>
internal readonly record struct OutcomeDecision(FollowUp FollowUp, AppPause? Pause = null);

/// <summary>
/// Turns an answer into the delivery's next state. What an error code means comes from the catalogue alone: nothing here, or
/// anywhere else, compares error numbers.
/// </summary>
internal sealed class OutcomeRules(DispatchOptions options, TimeProvider timeProvider)
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <summary>Applies WeChat's answer to a delivery.</summary>
    /// <param name="result">The answer.</param>
    /// <param name="delivery">The delivery that is being sent.</param>
    /// <param name="app">Its app.</param>
    /// <param name="mayRefreshToken">Whether a rejected token may be replaced and the call repeated at once.</param>
    public OutcomeDecision Apply(SendResult result, DeliveryLog delivery, AppCredential app, bool mayRefreshToken)
    {
        var now = timeProvider.GetUtcNow();
        switch (result)
        {
            case SendResult.Accepted accepted:
                delivery.MarkSent(accepted.MessageId, now);
                return new(FollowUp.None);
            case SendResult.Refused refused:
                return ApplyRefusal(refused.Error, delivery, app, mayRefreshToken, now);
            case SendResult.NotSent notSent:
                RetryOrFail(delivery, DeliveryReason.RetryLater, ErrorOf(notSent.Fault), now);
                return new(FollowUp.TransportFailure);
            case SendResult.Unknown unknown:
                ApplyUnknown(ErrorOf(unknown.Fault), delivery, app, now);
                return new(FollowUp.TransportFailure);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Applies WeChat's refusal to give a token: it is about the app, never about the message.</summary>
    public OutcomeDecision ApplyTokenRefusal(WeChatError error, DeliveryLog delivery)
    {
        var entry = WeChatErrorCatalogue.Find(error.Code, WeChatCall.Token);
        var now = timeProvider.GetUtcNow();
        if (entry.Action == WeChatErrorAction.PauseApp)
        {
            delivery.Release(DeliveryReason.AppPaused, ErrorOf(error));
            return new(FollowUp.PauseApp, PauseOf(entry, error, now));
        }

        RetryOrFail(delivery, DeliveryReason.RetryLater, ErrorOf(error), now);
        return new(FollowUp.TransportFailure);
    }

    /// <summary>No token could be had; the message was not sent.</summary>
    public OutcomeDecision ApplyNoToken(string detail, DeliveryLog delivery)
    {
        RetryOrFail(delivery, DeliveryReason.RetryLater, new DeliveryError(Code: null, "No access token: " + detail, Rid: null), timeProvider.GetUtcNow());
        return new(FollowUp.TransportFailure);
    }

    private OutcomeDecision ApplyRefusal(WeChatError error, DeliveryLog delivery, AppCredential app, bool mayRefreshToken, DateTimeOffset now)
    {
        var entry = WeChatErrorCatalogue.Find(error.Code);
        var cause = ErrorOf(error);
        switch (entry.Action)
        {
            case WeChatErrorAction.Sent:
                delivery.MarkSent(weChatMessageId: null, now);
                break;
            case WeChatErrorAction.RefreshTokenAndRetry when mayRefreshToken:
                return new(FollowUp.RefreshToken);
            case WeChatErrorAction.RefreshTokenAndRetry or WeChatErrorAction.RetryLater:
                RetryOrFail(delivery, DeliveryReason.RetryLater, cause, now);
                break;
            case WeChatErrorAction.RetrySoon:
                RetrySoonOrFail(delivery, cause, now);
                break;
            case WeChatErrorAction.OutcomeUnknown:
                ApplyUnknown(cause, delivery, app, now);
                break;
            case WeChatErrorAction.PauseApp:
                delivery.Release(DeliveryReason.AppPaused, cause);
                return new(FollowUp.PauseApp, PauseOf(entry, error, now));
            case WeChatErrorAction.RecipientRefused:
                delivery.Skip(DeliveryReason.NoPermit, cause, now);
                break;
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

        // A subscribe message carries no permit that could be exchanged: its absence is the user's "no".
        WeChatErrorAction.RetryWithAnotherPermit => DeliveryReason.NoPermit,
        _ => DeliveryReason.ConfigurationFault,
    };

    private void ApplyUnknown(DeliveryError cause, DeliveryLog delivery, AppCredential app, DateTimeOffset now)
    {
        if (app.UnconfirmedPolicy == UnconfirmedPolicy.Hold)
        {
            delivery.Hold(cause, now);
        }
        else
        {
            RetryOrFail(delivery, DeliveryReason.OutcomeUnknown, cause, now);
        }
    }

    private void RetryOrFail(DeliveryLog delivery, DeliveryReason reason, DeliveryError cause, DateTimeOffset now)
    {
        var next = now + RetrySchedule.Delay(delivery.Attempts, options, Random.Shared.NextDouble());
        if (delivery.Attempts >= options.MaxAttempts)
        {
            delivery.Fail(DeliveryReason.AttemptsExhausted, cause, now);
        }
        else if (delivery.IsExpiredAt(next))
        {
            delivery.Skip(DeliveryReason.Expired, cause, now);
        }
        else
        {
            delivery.Reschedule(next, reason, cause);
        }
    }

    /// <summary>Another message to the same user was on its way (from another node): a second or two later it is not.</summary>
    private void RetrySoonOrFail(DeliveryLog delivery, DeliveryError cause, DateTimeOffset now)
    {
        if (delivery.Attempts >= options.MaxAttempts)
        {
            delivery.Fail(DeliveryReason.AttemptsExhausted, cause, now);
        }
        else
        {
            delivery.Reschedule(now + TimeSpan.FromMilliseconds(Random.Shared.Next(200, 2_000)), DeliveryReason.RetryLater, cause);
        }
    }

    private static AppPause PauseOf(WeChatErrorEntry entry, WeChatError error, DateTimeOffset now)
    {
        DateTimeOffset? until = entry.Pause switch
        {
            PausePeriod.UntilNextMinute => new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddMinutes(1),
            PausePeriod.UntilBeijingMidnight => new DateTimeOffset(now.ToOffset(Beijing).Date.AddDays(1), Beijing),
            PausePeriod.TenMinutes => now.AddMinutes(10),
            PausePeriod.OneHour => now.AddHours(1),
            PausePeriod.OneDay => now.AddDays(1),
            _ => null,
        };
        return new AppPause(now, until?.ToUniversalTime(), PauseReason.WeChatError, error.Code, error.Message);
    }

    private static DeliveryError ErrorOf(WeChatError error) => new(error.Code, error.Message, error.Rid);

    private static DeliveryError ErrorOf(TransportFault fault) => new(Code: null, $"{fault.Kind}: {fault.Detail}", Rid: null);
}
