using System.Net;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.Push;

/// <summary>An app's message push as it is used.</summary>
internal sealed class PushConfig
{
    private PushConfig(PushSeed seed, Uri url, string appId)
    {
        (Url, Token, Mode, Format) = (url, seed.Token, seed.Mode, seed.Format);
        Cipher = seed.EncodingAesKey is { } key ? new(key, appId) : null;
    }

    private volatile Fault? _fault;

    private sealed record Fault(string Text, long Until);

    public Uri Url { get; }

    public string Token { get; }

    public PushMode Mode { get; }

    public PushFormat Format { get; }

    /// <summary>There unless the mode is plain, and possibly then.</summary>
    public PushCipher? Cipher { get; }

    /// <summary>Why the server was out of reach just now; null when it was not.</summary>
    /// <param name="now">A timestamp of the real time.</param>
    public string? Unreachable(long now) => _fault is { } fault && now < fault.Until ? fault.Text : null;

    public void NoteUnreachable(string text, long until) => _fault = new(text, until);

    /// <exception cref="SimulatorControlException">Something in it cannot be.</exception>
    public static PushConfig Of(PushSeed seed, string appId, AppKind kind, bool allowRemote)
    {
        ControlRules.Check(seed);
        if (!Uri.TryCreate(seed.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            throw new SimulatorControlException($"The push URL of {appId} is not an http or https address.");
        }

        if (!allowRemote && !IsThisMachine(url))
        {
            throw new SimulatorControlException($"The push URL of {appId} leads to {url.Host}; without --allow-remote-push, pushes stay on this machine (127.0.0.1, localhost).");
        }

        return seed switch
        {
            { Mode: not PushMode.Plain, EncodingAesKey: null } => throw new SimulatorControlException($"The push of {appId} needs an encodingAesKey to encrypt."),
            { Format: PushFormat.Json } when kind == AppKind.OfficialAccount => throw new SimulatorControlException($"{appId} is an official account, whose pushes are XML."),
            _ => new(seed, url, appId),
        };
    }

    private static bool IsThisMachine(Uri url) =>
        url.Host == "localhost" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
