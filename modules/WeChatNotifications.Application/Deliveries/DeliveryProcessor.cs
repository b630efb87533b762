using System.Diagnostics;
using Microsoft.Extensions.Options;
using WeChatNotifications.Channels;
using WeChatNotifications.Credentials;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Permits;
using WeChatNotifications.Templates;
using WeChatNotifications.Tokens;
using WeChatNotifications.WeChatApi.Errors;
using WeChatNotifications.WeChatApi.Sending;

namespace WeChatNotifications.Deliveries;

/// <summary>Takes one claimed delivery to WeChat and gives it its next state.</summary>
internal sealed class DeliveryProcessor(
    IAccessTokenProvider tokens, IEnumerable<IMessageChannel> channels, PermitDesk permits, FallbackWalk fallbacks, RetiredChannels retired,
    WeChatNotificationsMetrics metrics, IOptions<DispatchOptions> options, TimeProvider timeProvider)
{
    /// <summary>Form ids of one user that are tried in one attempt; a user whose front end reports wrong ones may have a hundred of them.</summary>
    private const int MaxPermitsPerAttempt = 20;

    private static readonly DeliveryError NoFormId = new(Code: null, "The user has no usable form id.", Rid: null);
    private static readonly DeliveryError NoGrant = new(Code: null, "No accept of this user's is known, and the template requires one.", Rid: null);
    private static readonly DeliveryError KnownRetired = new(
        Code: null, "WeChat has answered this app within the last hour that it has withdrawn the call; it was not asked again.", Rid: null);

    private static readonly DeliveryError TooLate = new(
        Code: null, "An earlier call had no answer, and it is too late for WeChat to recognize a repeat of it.", Rid: null);

    private readonly Dictionary<MessageChannel, IMessageChannel> _channels = channels.ToDictionary(c => c.Kind);
    private readonly OutcomeRules _rules = new(options.Value, timeProvider);

    /// <summary>
    /// Makes one attempt. Within it a rejected token is replaced once, form ids that WeChat does not take are exchanged, and a template that
    /// cannot reach the user hands over to the next of its chain.
    /// </summary>
    public async Task<AttemptResult> AttemptAsync(AppCredential app, ClaimedDelivery claimed, CancellationToken cancellationToken)
    {
        var delivery = claimed.Delivery;
        using var activity = WeChatNotificationsMetrics.Activities.StartActivity("wechat.deliver");
        activity?.SetTag("wechat.delivery_id", delivery.Id);
        activity?.SetTag("wechat.template", delivery.TemplateName);
        activity?.SetTag("wechat.attempt", delivery.Attempts);
        var attempt = new Attempt(app, claimed, _channels[delivery.Channel]);
        var decision = await RunAsync(attempt, cancellationToken).ConfigureAwait(false);
        if (decision.FollowUp == FollowUp.LeaseLapsed)
        {
            return new AttemptResult(decision);
        }

        if (decision.End is { } end)
        {
            attempt.FellBack = await fallbacks.TryAsync(delivery, attempt.Number, end.Reason, end.Cause, attempt.Notes, cancellationToken).ConfigureAwait(false);
            if (attempt.FellBack)
            {
                metrics.FellBack(attempt.Channel.Kind, delivery.Channel, end.Reason);
            }
            else
            {
                end.Apply(delivery, timeProvider.GetUtcNow());
            }
        }

        activity?.SetTag("wechat.status", delivery.Status.ToString());
        return attempt.ResultOf(decision);
    }

    private async Task<OutcomeDecision> RunAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var (app, delivery) = (attempt.App, attempt.Delivery);
        if (retired.Contains(app, attempt.Channel.Kind))
        {
            return _rules.EndStep(new(DeliveryStatus.Failed, DeliveryReason.ChannelRetired, KnownRetired), delivery, FollowUp.NotAsked);
        }

        if (ChannelOptions.FromJson(delivery.ChannelOptions).RequiresGrant && !await permits.HasGrantAsync(delivery, cancellationToken).ConfigureAwait(false))
        {
            return _rules.EndStep(new(DeliveryStatus.Skipped, DeliveryReason.NoPermit, NoGrant), delivery, FollowUp.NotAsked);
        }

        if (attempt.MustNotWait && _rules.IsTooLateToRepeat(delivery))
        {
            delivery.Hold(TooLate, timeProvider.GetUtcNow());
            return new(FollowUp.NotAsked);
        }

        for (var mayRefresh = true; ;)
        {
            var traits = new AttemptTraits(attempt.Channel.Call, RefusesDoubles: false, attempt.MustNotWait);
            switch (await tokens.GetAsync(app, cancellationToken).ConfigureAwait(false))
            {
                case AccessTokenResult.Refused refused:
                    return _rules.ApplyTokenRefusal(refused.Error, delivery, traits);
                case AccessTokenResult.Unreachable unreachable:
                    return _rules.ApplyNoToken(unreachable.Detail, delivery, traits);
                case AccessTokenResult.Available available:
                    if (!await GetPermitAsync(attempt, cancellationToken).ConfigureAwait(false))
                    {
                        return _rules.EndStep(new(DeliveryStatus.Skipped, DeliveryReason.NoPermit, NoFormId), delivery, attempt.WasAsked ? FollowUp.None : FollowUp.NotAsked);
                    }

                    if (!attempt.Batch.Holds(options.Value.LeaseMargin))
                    {
                        return new(FollowUp.LeaseLapsed);
                    }

                    var decision = await CallAsync(attempt, available.Token, mayRefresh, cancellationToken).ConfigureAwait(false);
                    if (decision is { } final && final.FollowUp != FollowUp.RefreshToken)
                    {
                        return final;
                    }

                    if (decision is not null)
                    {
                        mayRefresh = false;
                        await tokens.InvalidateAsync(app, available.Token, cancellationToken).ConfigureAwait(false);
                    }

                    break;
                default:
                    throw new UnreachableException();
            }
        }
    }

    /// <summary>Makes sure that the attempt has its permit. False when it needs one and the user has none.</summary>
    private async Task<bool> GetPermitAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        if (attempt.Need != FormIdNeed.None && attempt.Permit is null && !attempt.HasNoMorePermits)
        {
            attempt.Permit = await permits.ClaimAsync(attempt.Delivery, cancellationToken).ConfigureAwait(false);
            attempt.HasNoMorePermits = attempt.Permit is null;
        }

        return attempt.Permit is not null || attempt.Need != FormIdNeed.Required;
    }

    /// <summary>Calls WeChat once. Null when the form id was burned and the call shall be made with another one.</summary>
    private async Task<OutcomeDecision?> CallAsync(Attempt attempt, string token, bool mayRefresh, CancellationToken cancellationToken)
    {
        var (app, delivery, channel) = (attempt.App, attempt.Delivery, attempt.Channel);
        var start = timeProvider.GetTimestamp();
        var result = await channel.SendAsync(app, token, delivery, attempt.Permit, cancellationToken).ConfigureAwait(false);
        metrics.Called(timeProvider.GetElapsedTime(start), result.GetType().Name, channel.Kind);
        attempt.WasAsked = true;
        var traits = new AttemptTraits(channel.Call, channel.RefusesDoubles(delivery, attempt.Permit), attempt.MustNotWait);
        if (result is SendResult.Refused { Error: var error })
        {
            var entry = WeChatErrorCatalogue.Find(error.Code, channel.Call);
            if (entry.Action == WeChatErrorAction.RetryWithAnotherPermit && attempt.Permit is { } permit)
            {
                return await ExchangePermitAsync(attempt, permit, entry, error, traits, cancellationToken).ConfigureAwait(false);
            }

            attempt.Heard(entry.Action);
            if (entry.Action == WeChatErrorAction.ChannelRetired)
            {
                retired.Add(app, channel.Kind);
            }
        }

        attempt.OutcomeIsUnknown |= result is SendResult.Unknown;
        return _rules.Apply(result, delivery, app, mayRefresh, traits);
    }

    private async Task<OutcomeDecision?> ExchangePermitAsync(
        Attempt attempt, FormIdPermit permit, WeChatErrorEntry entry, WeChatError error, AttemptTraits traits, CancellationToken cancellationToken)
    {
        var delivery = attempt.Delivery;
        var now = timeProvider.GetUtcNow();
        if (entry.PermitWasUsed && permit is { IsRebound: true, IsSingleUse: true })
        {
            // The attempt without an answer had arrived: nobody else has ever had this form id.
            attempt.Notes.Add(DeliveryAttempt.Note(delivery, attempt.Number, DeliveryStatus.Sent, DeliveryReason.None, OutcomeRules.ErrorOf(error), now));
            delivery.MarkSent(weChatMessageId: null, now);
            return new OutcomeDecision(FollowUp.None);
        }

        await permits.BurnAsync(delivery, cancellationToken).ConfigureAwait(false);
        attempt.Notes.Add(DeliveryAttempt.Note(delivery, attempt.Number, DeliveryStatus.Sending, DeliveryReason.None, OutcomeRules.ErrorOf(error), now.AddMicroseconds(attempt.Notes.Count)));
        attempt.Permit = null;
        return ++attempt.BurnedPermits < MaxPermitsPerAttempt ? null : _rules.ApplyPermitsRefused(error, delivery, traits);
    }

    /// <summary>What one attempt has and learns on its way.</summary>
    private sealed class Attempt(AppCredential app, ClaimedDelivery claimed, IMessageChannel channel)
    {
        private List<DeliveryAttempt>? _notes;
        private GrantChange? _grant;

        public AppCredential App => app;

        public DeliveryLog Delivery => claimed.Delivery;

        public ClaimedBatch Batch => claimed.Batch;

        public IMessageChannel Channel => channel;

        public int Number { get; } = claimed.Delivery.Attempts;

        public FormIdNeed Need { get; } = channel.NeedsFormId(claimed.Delivery);

        /// <summary>Whether this repeats a call without an answer where the app holds such messages, and WeChat recognizes repeats for minutes only.</summary>
        public bool MustNotWait { get; } = app.UnconfirmedPolicy == UnconfirmedPolicy.Hold
            && claimed.Delivery is { Reason: DeliveryReason.OutcomeUnknown, Channel: MessageChannel.OfficialAccountTemplateMessage };

        public FormIdPermit? Permit { get; set; }

        public bool HasNoMorePermits { get; set; }

        public int BurnedPermits { get; set; }

        public bool WasAsked { get; set; }

        public bool OutcomeIsUnknown { get; set; }

        public bool FellBack { get; set; }

        public List<DeliveryAttempt> Notes => _notes ??= [];

        /// <summary>Notes what an answer means besides the delivery's state.</summary>
        public void Heard(WeChatErrorAction action)
        {
            OutcomeIsUnknown |= action == WeChatErrorAction.OutcomeUnknown;
            if (action == WeChatErrorAction.RecipientRefused && Channel.Kind.UsesGrants())
            {
                _grant = GrantChange.Of(Delivery, GrantEffect.UsedUp);
            }
        }

        public AttemptResult ResultOf(OutcomeDecision decision) => new(decision)
        {
            Notes = _notes ?? (IReadOnlyList<DeliveryAttempt>)[],
            Grant = Delivery.Status == DeliveryStatus.Sent && Channel.Kind.UsesGrants() ? GrantChange.Of(Delivery, GrantEffect.Spent) : _grant,
            FormId = Settlement(),
            FellBack = FellBack,
        };

        /// <summary>
        /// A use whose message may have arrived stays bound while the delivery waits, and is gone when it ends: nobody else may get it. One whose
        /// message certainly did not is the user's again.
        /// </summary>
        private FormIdSettlement? Settlement()
        {
            if (Need == FormIdNeed.None || (OutcomeIsUnknown && !FellBack && Delivery.Status != DeliveryStatus.Sent))
            {
                return null;
            }

            if (Delivery.Status == DeliveryStatus.Sent)
            {
                return FormIdSettlement.Spent;
            }

            return Permit switch
            {
                { IsRebound: false } => FormIdSettlement.GivenBack,
                _ when FellBack => FormIdSettlement.Spent,
                { IsRebound: true } when Delivery.Status != DeliveryStatus.Pending => FormIdSettlement.Spent,
                _ => null,
            };
        }
    }
}
