using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.FormIds;

/// <summary>One form id or prepay id: what permits a template message to the user who submitted the form or paid.</summary>
internal sealed class FormId(string value, string openId, FormIdKind kind, int uses, DateTimeOffset issuedAt)
{
    /// <summary>What WeChat said in 2018.</summary>
    public const int UsualPrepayIdUses = 3;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);
    private int _usesLeft = uses;

    public string Value => value;

    public string OpenId => openId;

    public DateTimeOffset IssuedAt => issuedAt;

    private DateTimeOffset ExpiresAt => issuedAt + Lifetime;

    /// <summary>Uses it once.</summary>
    /// <returns>0, or 41028 for another user's or an expired one, or 41029 when nothing is left of it.</returns>
    public int TryTake(string user, DateTimeOffset now)
    {
        if (user != openId || now >= ExpiresAt)
        {
            return WeChatCodes.InvalidFormId;
        }

        while (Volatile.Read(ref _usesLeft) is var seen and > 0)
        {
            if (Interlocked.CompareExchange(ref _usesLeft, seen - 1, seen) == seen)
            {
                return WeChatCodes.Ok;
            }
        }

        return WeChatCodes.FormIdUsed;
    }

    /// <summary>Gives one use back.</summary>
    public void Return() => Interlocked.Increment(ref _usesLeft);

    public FormIdState State() => new(value, kind, openId, Volatile.Read(ref _usesLeft), issuedAt, ExpiresAt);
}
