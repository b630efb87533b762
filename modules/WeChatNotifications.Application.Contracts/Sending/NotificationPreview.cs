namespace WeChatNotifications.Sending;

/// <summary>A notification as it would be sent.</summary>
/// <param name="Fields">Field key → text, in the template's order; empty when the data cannot be rendered.</param>
/// <param name="Page">The page a tap opens.</param>
/// <param name="Violations">What is wrong with it, in the caller's language; empty when it could be sent.</param>
public sealed record NotificationPreview(
    IReadOnlyList<KeyValuePair<string, string>> Fields, string? Page, IReadOnlyList<FieldViolationDto> Violations);

/// <summary>One field that breaks one rule.</summary>
/// <param name="Field">The field.</param>
/// <param name="Rule">Stable code of the rule.</param>
/// <param name="Message">The rule in the caller's language.</param>
public sealed record FieldViolationDto(string Field, string Rule, string Message);
