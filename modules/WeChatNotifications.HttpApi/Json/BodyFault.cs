using WeChatNotifications.Rules;

namespace WeChatNotifications.HttpApi.Json;

/// <summary>Why a body could not be read.</summary>
internal abstract record BodyFault
{
    /// <summary>It is not JSON, or not of the expected shape.</summary>
    public sealed record Invalid(RuleViolation Violation) : BodyFault;

    /// <summary>It has more than <paramref name="Max"/> bytes.</summary>
    public sealed record TooLarge(int Max) : BodyFault;

    /// <summary>It is not declared as JSON in UTF-8.</summary>
    public sealed record MediaType : BodyFault;
}
