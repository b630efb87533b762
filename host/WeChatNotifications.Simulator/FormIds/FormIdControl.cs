using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.FormIds;

/// <summary>Form ids in the control API.</summary>
internal static class FormIdControl
{
    public static void MapFormIds(this RouteGroupBuilder sim, SimulatorControl control)
    {
        sim.MapGet("/form-ids", (string appId, string openId) => control.FormIds(appId, openId));
        sim.MapPost("/form-ids", (FormIdIssue issue) => control.IssueFormIds(issue));
    }
}
