using WeChatNotifications.Credentials;

namespace WeChatNotifications.Tokens;

/// <summary>What is known of an app's token without asking WeChat; never the token.</summary>
/// <param name="Source">Where it is.</param>
/// <param name="FetchedAt">When WeChat handed it out; null when there is none, or nobody has noted it.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="RefreshDueAt">When it is renewed, or, of one that is only in the shared cache, renewed at the earliest.</param>
/// <param name="LastFailure">Why this node last failed to get one; null when that went well since.</param>
public sealed record TokenLook(
    TokenHolder Source, DateTimeOffset? FetchedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RefreshDueAt, TokenFailure? LastFailure);

/// <summary>Why there was no token.</summary>
/// <param name="At">When.</param>
/// <param name="Answer">What WeChat or the network said.</param>
public sealed record TokenFailure(DateTimeOffset At, AccessTokenResult Answer);
