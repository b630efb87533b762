using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.WeChatApi.Tokens;

/// <summary>What became of a token call. Exactly one of the cases.</summary>
public abstract record TokenResult
{
    private TokenResult()
    {
    }

    /// <summary>WeChat handed out a token.</summary>
    /// <param name="AccessToken">The token, up to 512 characters. Never shown by <see cref="ToString"/>.</param>
    /// <param name="ExpiresIn">How long it is still valid from now.</param>
    public sealed record Issued(string AccessToken, TimeSpan ExpiresIn) : TokenResult
    {
        /// <summary>The result without its token.</summary>
        public override string ToString() => $"{nameof(Issued)} {{ ExpiresIn = {ExpiresIn} }}";
    }

    /// <summary>WeChat answered with an error; look it up with <see cref="WeChatCall.Token"/>.</summary>
    /// <param name="Error">What WeChat said.</param>
    public sealed record Refused(WeChatError Error) : TokenResult;

    /// <summary>No answer of WeChat's: not connected, timed out, or something else answered in its place.</summary>
    /// <param name="Fault">What happened.</param>
    public sealed record Unreachable(TransportFault Fault) : TokenResult;
}
