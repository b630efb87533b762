using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Login;

namespace WeChatNotifications.Simulator.People;

/// <summary>What users do, over HTTP.</summary>
internal static class PeopleControlEndpoints
{
    public static void MapPeople(this RouteGroupBuilder sim, SimulatorControl control) =>
        sim.MapPost("/login-codes", (LoginCodeRequest request) => control.IssueLoginCodes(request));
}
