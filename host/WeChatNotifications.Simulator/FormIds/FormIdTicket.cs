using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Wire;

namespace WeChatNotifications.Simulator.FormIds;

/// <summary>The use that one message takes from a form id.</summary>
internal struct FormIdTicket
{
    private FormId? _taken;

    /// <returns>0, 41028 or 41029.</returns>
    public int Take(SimulatedApp app, SimulatedUser user, string value, DateTimeOffset now)
    {
        if (app.FormIds.Find(value) is not { } formId)
        {
            return WeChatCodes.InvalidFormId;
        }

        var code = formId.TryTake(user.OpenId, now);
        _taken = code == WeChatCodes.Ok ? formId : null;
        return code;
    }

    /// <summary>Gives it back if it was taken.</summary>
    public void Return()
    {
        _taken?.Return();
        _taken = null;
    }
}
