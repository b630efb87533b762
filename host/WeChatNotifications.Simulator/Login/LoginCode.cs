using WeChatNotifications.Simulator.Accounts;

namespace WeChatNotifications.Simulator.Login;

/// <summary>What <c>wx.login</c> gave a user: good for one exchange within five minutes.</summary>
internal sealed class LoginCode(SimulatedApp app, SimulatedUser user, DateTimeOffset expiresAt)
{
    private int _used;

    public SimulatedApp App => app;

    public SimulatedUser User => user;

    public DateTimeOffset ExpiresAt => expiresAt;

    public bool IsUsed => Volatile.Read(ref _used) != 0;

    /// <summary>True for the first to ask.</summary>
    public bool TryUse() => Interlocked.Exchange(ref _used, 1) == 0;
}
