using WeChatNotifications.Simulator.Accounts;

namespace WeChatNotifications.Simulator.Tokens;

/// <summary>Which call a token came from. The two never touch each other.</summary>
internal enum TokenKind
{
    Classic,
    Stable,
}

/// <summary>One token and until when it works, in unix milliseconds.</summary>
internal sealed class IssuedToken(string value, SimulatedApp app, TokenKind kind, long expiresAt)
{
    private long _worksUntil = expiresAt;

    public string Value => value;

    public SimulatedApp App => app;

    public TokenKind Kind => kind;

    /// <summary>When the promised life ends.</summary>
    public long ExpiresAt { get; } = expiresAt;

    /// <summary>Differs from <see cref="ExpiresAt"/> once a newer token took over.</summary>
    public long WorksUntil
    {
        get => Volatile.Read(ref _worksUntil);
        set => Volatile.Write(ref _worksUntil, value);
    }
}

/// <summary>The tokens of one app and kind: the current one and exactly one before it.</summary>
internal sealed class TokenSlot
{
    private long _calls;

    public Lock Gate { get; } = new();

    public IssuedToken? Current { get; set; }

    public IssuedToken? Previous { get; set; }

    /// <summary>When the last forced refresh took place, in unix milliseconds.</summary>
    public long LastForced { get; set; } = long.MinValue / 2;

    /// <summary>Calls of this kind by this app, refused ones included.</summary>
    public long Calls => Volatile.Read(ref _calls);

    public void CountCall() => Interlocked.Increment(ref _calls);

    public void ForgetCalls() => Volatile.Write(ref _calls, 0);
}
