using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.Tokens;

/// <summary>A token, or why there is none.</summary>
public abstract record AccessTokenResult
{
    private AccessTokenResult()
    {
    }

    /// <summary>A token that WeChat should accept.</summary>
    /// <param name="Token">The token.</param>
    /// <param name="ExpiresAt">When it ends.</param>
    public sealed record Available(string Token, DateTimeOffset ExpiresAt) : AccessTokenResult
    {
        /// <summary>Never the token.</summary>
        public override string ToString() => $"{nameof(Available)} {{ ExpiresAt = {ExpiresAt:O} }}";
    }

    /// <summary>WeChat refused to give one.</summary>
    public sealed record Refused(WeChatError Error) : AccessTokenResult;

    /// <summary>WeChat could not be reached, the stored secret could not be read, or another node that should bring the token did not.</summary>
    public sealed record Unreachable(string Detail) : AccessTokenResult;
}
