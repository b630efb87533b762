using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Quotas;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.Grants;

/// <summary>The send that one message takes from its user's subscription.</summary>
internal struct GrantTicket
{
    private bool _taken;

    /// <returns>0, 43101 or 40038.</returns>
    public int Take(SimulatedUser user, SimulatedTemplate template, DateTimeOffset now)
    {
        var verdict = user.TakeGrant(template.TemplateId, QuotaWindows.Day(now), template.DailyLimitPerUser);
        _taken = verdict == GrantVerdict.Taken;
        return verdict switch
        {
            GrantVerdict.Taken => WeChatCodes.Ok,
            GrantVerdict.DailyLimit => WeChatCodes.LongTermLimit,
            _ => WeChatCodes.UserRefused,
        };
    }

    /// <summary>Gives it back if it was taken.</summary>
    public void Return(SimulatedUser? user, SimulatedTemplate? template)
    {
        if (_taken)
        {
            _taken = false;
            user!.ReturnGrant(template!.TemplateId);
        }
    }
}
