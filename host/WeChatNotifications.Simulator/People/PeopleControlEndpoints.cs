using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Login;

namespace WeChatNotifications.Simulator.People;

/// <summary>What users do, over HTTP.</summary>
internal static class PeopleControlEndpoints
{
    public static void MapPeople(this RouteGroupBuilder sim, SimulatorControl control)
    {
        sim.MapPost("/login-codes", (LoginCodeRequest request) => control.IssueLoginCodes(request));
        sim.MapPost("/library/{tid:int}/ban", (int tid) => control.BanLibraryTemplate(tid)).AddNoContent();
        sim.MapPost("/library/{tid:int}/unban", (int tid) => control.BanLibraryTemplate(tid, banned: false)).AddNoContent();
        sim.MapPost("/dialog", (DialogRequest request) => control.ShowDialog(request));
        sim.MapPost("/unsubscribe-template", (TemplateRefusal refusal) => control.UnsubscribeTemplate(refusal)).AddNoContent();
        sim.MapPost("/follow", (FollowChange change) => control.Follow(change)).AddNoContent();
        sim.MapPost("/unfollow", (FollowChange change) => control.Unfollow(change)).AddNoContent();
    }
}
