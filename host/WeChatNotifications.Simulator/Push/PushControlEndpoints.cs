using WeChatNotifications.Simulator.Control;

namespace WeChatNotifications.Simulator.Push;

/// <summary>Where events go and what became of them, over HTTP.</summary>
internal static class PushControlEndpoints
{
    public static void MapPush(this RouteGroupBuilder sim, SimulatorControl control)
    {
        sim.MapPost("/apps/{appId}/push", (string appId, PushSeed push, CancellationToken cancellationToken) => control.SetPushAsync(appId, push, cancellationToken)).AddNoContent();
        sim.MapDelete("/apps/{appId}/push", (string appId) => control.RemovePush(appId)).AddNoContent();
        sim.MapGet("/pushes", (long? id, string? appId, string? openId, string? @event, long? after, int? limit) => control.Pushes(new()
        {
            Id = id,
            AppId = appId,
            OpenId = openId,
            Event = @event,
            After = after ?? 0,
            Limit = limit ?? 100,
        }));
        sim.MapPost("/pushes/redeliver", (PushFilter filter) => control.RedeliverPushes(filter));
    }
}
