using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Pages;

namespace WeChatNotifications.Simulator.Panel;

/// <summary>The pages of the control panel. What they do goes through <see cref="SimulatorControl"/>, as the control API does.</summary>
internal static class PanelEndpoints
{
    public static void MapPanel(this IEndpointRouteBuilder routes, SimulatedWeChat weChat, SimulatorControl control)
    {
        var panel = routes.MapGroup(PanelFrame.Root);
        var report = new ReportPanel(control);
        panel.MapGet("", With(report.ShowAsync));
        panel.MapGet("/report", With(report.ShowNumbersAsync));
        panel.MapPost("/reset", With(report.ResetAsync));

        var faults = new FaultPanel(weChat, control);
        panel.MapGet("/faults", With(faults.ShowAsync));
        panel.MapPost("/faults", With(faults.AddAsync));
        panel.MapPost("/faults/remove", With(faults.RemoveAsync));
        panel.MapPost("/faults/clear", With(faults.ClearAsync));

        var latency = new LatencyPanel(weChat, control);
        panel.MapGet("/latency", With(latency.ShowAsync));
        panel.MapPost("/latency", With(latency.SetAsync));
        panel.MapPost("/latency/clear", With(latency.ClearAsync));

        var quotas = new QuotaPanel(control);
        panel.MapGet("/quotas", With(quotas.ShowAsync));
        panel.MapPost("/quotas", With(quotas.SetAsync));
        panel.MapPost("/quotas/reset-use", With(quotas.ResetUseAsync));

        var clock = new ClockPanel(weChat, control);
        panel.MapGet("/clock", With(clock.ShowAsync));
        panel.MapPost("/clock/advance", With(clock.AdvanceAsync));
        panel.MapPost("/clock/set", With(clock.SetAsync));
        panel.MapPost("/clock/freeze", With(clock.FreezeAsync));
        panel.MapPost("/clock/unfreeze", With(clock.UnfreezeAsync));
        panel.MapPost("/clock/real", With(clock.GoRealAsync));

        var behaviour = new BehaviourPanel(control);
        panel.MapGet("/behaviour", With(behaviour.ShowAsync));
        panel.MapPost("/behaviour", With(behaviour.SetAsync));

        var apps = new AppPanel(control);
        panel.MapGet("/apps", With(apps.ShowAsync));
        panel.MapPost("/apps/expire-tokens", With(apps.ExpireAsync));
        panel.MapPost("/apps/invalidate-tokens", With(apps.InvalidateAsync));
        panel.MapPost("/apps/rotate-secret", With(apps.RotateAsync));
        panel.MapPost("/apps/freeze-secret", With(apps.FreezeAsync));
        panel.MapPost("/apps/unfreeze-secret", With(apps.UnfreezeAsync));
    }

    private static RequestDelegate With(Func<PageContext, Task> show) => http => show(new(http));
}
