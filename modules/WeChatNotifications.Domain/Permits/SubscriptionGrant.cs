using WeChatNotifications.Rules;

namespace WeChatNotifications.Permits;

/// <summary>
/// What we know of one user's consent to one WeChat template: the ledger that WeChat keeps too, but never shows.
/// An accept adds one message, a message sent takes one away, and WeChat's answer 43101 tells that nothing is left.
/// </summary>
public sealed class SubscriptionGrant : Entity
{
    private SubscriptionGrant()
    {
    }

    private SubscriptionGrant(Guid id, Guid? tenantId, Guid appCredentialId, string openId, string weChatTemplateId)
        : base(id, tenantId)
        => (AppCredentialId, OpenId, WeChatTemplateId) = (appCredentialId, openId, weChatTemplateId);

    /// <summary>The app.</summary>
    public Guid AppCredentialId { get; private set; }

    /// <summary>The user, as the app knows them.</summary>
    public string OpenId { get; private set; } = "";

    /// <summary>WeChat's template id; several logical templates may share it, and then share its grants.</summary>
    public string WeChatTemplateId { get; private set; } = "";

    /// <summary>Messages left for a one-time subscription. Never below zero.</summary>
    public int Remaining { get; private set; }

    /// <summary>Whether one accept allows messages until it is withdrawn; <see cref="Remaining"/> then says nothing.</summary>
    public bool IsLongTerm { get; private set; }

    /// <summary>
    /// Accepts that the mini program reported and WeChat has not told of yet. The same accept may come by both ways, and counts once.
    /// </summary>
    public int UnmatchedReports { get; private set; }

    /// <summary>When the last of them was given.</summary>
    public DateTimeOffset? ReportedAt { get; private set; }

    /// <summary>Accepts that WeChat told of and the mini program has not reported yet.</summary>
    public int UnmatchedEvents { get; private set; }

    /// <summary>When the last of them was given.</summary>
    public DateTimeOffset? EventAt { get; private set; }

    /// <summary>What was last decided.</summary>
    public GrantDecision LastDecision { get; private set; }

    /// <summary>When that was.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Whether a message may be sent, as far as we know.</summary>
    public bool AllowsSending => IsLongTerm ? LastDecision == GrantDecision.Accepted : Remaining > 0;

    /// <summary>Opens the ledger of one user and template.</summary>
    public static SubscriptionGrant Open(
        Guid? tenantId, Guid appCredentialId, string openId, string weChatTemplateId, bool isLongTerm, DateTimeOffset now)
        => new(NewId(now), tenantId, appCredentialId, openId, weChatTemplateId) { IsLongTerm = isLongTerm, LastDecision = GrantDecision.Rejected, UpdatedAt = now };

    /// <summary>Notes what the user decided in the dialog or in the settings.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="accepts">How many accepts it stands for, 1 to <see cref="SubscriptionGrantLimits.MaxAcceptsPerReport"/>; only for <see cref="GrantDecision.Accepted"/>.</param>
    /// <param name="now">The present.</param>
    /// <param name="source">Who tells. What the mini program and WeChat both tell within <see cref="SubscriptionGrantLimits.PairingWindow"/> is one accept.</param>
    /// <param name="at">When it was decided; null for now.</param>
    /// <exception cref="RuleViolationException">The accepts are out of their range; nothing is changed.</exception>
    public void Record(
        GrantDecision decision, int accepts, DateTimeOffset now, GrantSource source = GrantSource.Administrator, DateTimeOffset? at = null)
    {
        switch (decision)
        {
            case GrantDecision.Accepted:
                Require(accepts, nameof(accepts), 1, SubscriptionGrantLimits.MaxAcceptsPerReport);
                var added = Unpaired(source, accepts, at ?? now);
                Remaining = IsLongTerm ? Remaining : (int)Math.Min(int.MaxValue, (long)Remaining + added);
                break;
            case GrantDecision.UsedUp or GrantDecision.Withdrawn:
                Remaining = 0;
                break;
            case GrantDecision.Filtered when IsLongTerm:
                // The template was not shown, so nobody decided: a subscription that is in force stays in force.
                UpdatedAt = now;
                return;
        }

        (LastDecision, UpdatedAt) = (decision, now);
    }

    /// <summary>Counts messages that WeChat accepted, 0 or more.</summary>
    /// <exception cref="RuleViolationException">The number is negative; nothing is changed.</exception>
    public void Spend(int messages, DateTimeOffset now)
    {
        Require(messages, nameof(messages), 0, int.MaxValue);
        if (!IsLongTerm)
        {
            Remaining = Math.Max(0, Remaining - messages);
        }

        UpdatedAt = now;
    }

    /// <summary>Takes away what the other source has told already, and remembers the rest until the other tells it too.</summary>
    /// <returns>The rest.</returns>
    private int Unpaired(GrantSource source, int accepts, DateTimeOffset at)
    {
        var (earliest, latest) = (at - SubscriptionGrantLimits.PairingWindow, at + SubscriptionGrantLimits.PairingWindow);
        int added;
        switch (source)
        {
            case GrantSource.MiniProgram:
                added = accepts - (EventAt >= earliest && EventAt <= latest ? Math.Min(UnmatchedEvents, accepts) : 0);
                UnmatchedEvents -= accepts - added;
                UnmatchedReports = (ReportedAt >= earliest ? UnmatchedReports : 0) + added;
                ReportedAt = added > 0 && !(ReportedAt > at) ? at : ReportedAt;
                return added;
            case GrantSource.Callback:
                added = accepts - (ReportedAt >= earliest && ReportedAt <= latest ? Math.Min(UnmatchedReports, accepts) : 0);
                UnmatchedReports -= accepts - added;
                UnmatchedEvents = (EventAt >= earliest ? UnmatchedEvents : 0) + added;
                EventAt = added > 0 && !(EventAt > at) ? at : EventAt;
                return added;
            default:
                return accepts;
        }
    }

    private static void Require(int value, string field, int min, int max)
    {
        var check = new RuleCheck();
        check.Range(value, field, min, max);
        check.ThrowIfBroken();
    }
}
