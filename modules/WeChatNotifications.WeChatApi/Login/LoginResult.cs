using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.WeChatApi.Login;

/// <summary>What became of a log-in. Exactly one of the cases.</summary>
public abstract record LoginResult
{
    private LoginResult()
    {
    }

    /// <summary>
    /// WeChat named the user. The <c>session_key</c> it also hands out is dropped: nothing here needs it, and who holds it can
    /// sign data in the user's name.
    /// </summary>
    /// <param name="OpenId">The user's id under this mini program. Never shown by <see cref="ToString"/>.</param>
    /// <param name="UnionId">
    /// The user's id under every app of the same owner's open platform account; <see langword="null"/> when the app is not bound to one.
    /// </param>
    public sealed record SignedIn(string OpenId, string? UnionId) : LoginResult
    {
        /// <summary>The result without its personal ids.</summary>
        public override string ToString() => nameof(SignedIn);
    }

    /// <summary>WeChat answered with an error; look it up with <see cref="WeChatCall.Login"/>.</summary>
    /// <param name="Error">What WeChat said.</param>
    public sealed record Refused(WeChatError Error) : LoginResult;

    /// <summary>
    /// No answer of WeChat's. The code may be used up: repeating the call with it may end in <c>40163</c>, so the mini program
    /// must ask for a new one.
    /// </summary>
    /// <param name="Fault">What happened.</param>
    public sealed record Unreachable(TransportFault Fault) : LoginResult;
}
