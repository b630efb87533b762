namespace WeChatNotifications.Rules;

/// <summary>Input breaks one or more rules. Nothing was stored or changed.</summary>
public sealed class RuleViolationException(IReadOnlyList<RuleViolation> violations)
    : WeChatNotificationsException(
        WeChatNotificationsErrorCodes.Validation,
        "Not accepted: " + string.Join("; ", violations) + ".")
{
    /// <summary>Everything that is wrong, not only the first.</summary>
    public IReadOnlyList<RuleViolation> Violations { get; } = violations;
}
