using WeChatNotifications.Rules;

namespace WeChatNotifications.Permits;

/// <summary>
/// A form id or prepay id of one user: the permit for one template message of a mini program (a prepay id: for a few). The soonest to
/// expire is used first, and none within the safety margin before WeChat forgets it.
/// </summary>
public sealed class FormIdRecord : Entity
{
    private FormIdRecord()
    {
    }

    private FormIdRecord(Guid id, Guid? tenantId)
        : base(id, tenantId)
    {
    }

    /// <summary>The mini program.</summary>
    public Guid AppCredentialId { get; private set; }

    /// <summary>The user it was collected from; WeChat takes it for nobody else.</summary>
    public string OpenId { get; private set; } = "";

    /// <summary>WeChat's form id or prepay id.</summary>
    public string FormId { get; private set; } = "";

    /// <summary>Which of the two.</summary>
    public FormIdKind Kind { get; private set; }

    /// <summary>Messages it still allows.</summary>
    public int UsesLeft { get; private set; }

    /// <summary>When the user tapped or paid.</summary>
    public DateTimeOffset CollectedAt { get; private set; }

    /// <summary>When WeChat forgets it.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Keeps a form id that the user's tap or payment gave.</summary>
    /// <exception cref="RuleViolationException">The uses are out of their range.</exception>
    public static FormIdRecord Collect(
        Guid? tenantId, Guid appCredentialId, string openId, string formId, FormIdKind kind, int uses, DateTimeOffset collectedAt, TimeSpan lifetime, DateTimeOffset now)
    {
        var check = new RuleCheck();
        check.Range(uses, nameof(uses), 1, FormIdLimits.MaxUses);
        check.ThrowIfBroken();
        return new(NewId(now), tenantId)
        {
            AppCredentialId = appCredentialId,
            OpenId = openId,
            FormId = formId,
            Kind = kind,
            UsesLeft = uses,
            CollectedAt = collectedAt,
            ExpiresAt = collectedAt + lifetime,
        };
    }
}
