using System.Text.Json;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Clock;
using WeChatNotifications.Simulator.Faults;
using WeChatNotifications.Simulator.FormIds;
using WeChatNotifications.Simulator.Grants;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Latency;
using WeChatNotifications.Simulator.People;
using WeChatNotifications.Simulator.Push;
using WeChatNotifications.Simulator.Quotas;
using WeChatNotifications.Simulator.Reports;

namespace WeChatNotifications.Simulator.Control;

/// <summary>The control API over HTTP. A call that only changes something answers 204.</summary>
internal static class ControlEndpoints
{
    public const string Root = "/_sim";

    public static void MapControl(this IEndpointRouteBuilder routes, SimulatorControl control)
    {
        var sim = routes.MapGroup(Root);
        sim.MapGet("/health", () => control.Clock());
        sim.MapPost("/seed", (SeedDocument document) => control.Seed(document));
        sim.MapPost("/reset", (string? scope) => control.Reset(ScopeOf(scope))).AddNoContent();
        sim.MapGet("/settings", control.Settings);
        sim.MapPost("/settings", (SimulatorSettings change) =>
        {
            control.ChangeSettings(change);
            return control.Settings();
        });
        sim.MapAccounts(control);
        sim.MapBehaviour(control);
        sim.MapReports(control);
        sim.MapFormIds(control);
        sim.MapPeople(control);
        sim.MapPush(control);
    }

    private static void MapAccounts(this RouteGroupBuilder sim, SimulatorControl control)
    {
        sim.MapGet("/apps", control.Apps);
        sim.MapPost("/apps", (AppSeed app) => control.SetApp(app)).AddNoContent();
        var app = sim.MapGroup("/apps/{appId}");
        app.MapPost("/freeze-secret", (string appId) => control.FreezeSecret(appId)).AddNoContent();
        app.MapPost("/unfreeze-secret", (string appId) => control.FreezeSecret(appId, frozen: false)).AddNoContent();
        app.MapPost("/rotate-secret", (string appId, SecretChange change) => control.RotateSecret(appId, change.Secret)).AddNoContent();
        app.MapPost("/invalidate-tokens", (string appId) => control.InvalidateTokens(appId)).AddNoContent();
        app.MapPost("/expire-tokens", (string appId) => control.ExpireTokens(appId)).AddNoContent();
        app.MapPost("/templates/{templateId}/ban", (string appId, string templateId) => control.BanTemplate(appId, templateId)).AddNoContent();
        app.MapPost("/templates/{templateId}/unban", (string appId, string templateId) => control.BanTemplate(appId, templateId, banned: false)).AddNoContent();
        app.MapDelete("/templates/{templateId}", (string appId, string templateId) => control.DeleteTemplate(appId, templateId)).AddNoContent();
        app.MapPost("/users/{openId}/block", (string appId, string openId) => control.BlockUser(appId, openId)).AddNoContent();
        app.MapPost("/users/{openId}/unblock", (string appId, string openId) => control.BlockUser(appId, openId, blocked: false)).AddNoContent();
        sim.MapPost("/templates", (TemplateSeed template) => control.SetTemplate(template)).AddNoContent();
        sim.MapPost("/users", (UserSeed user) => control.SetUser(user)).AddNoContent();
        sim.MapGet("/grants", (string appId, string openId) => control.Grants(appId, openId));
        sim.MapPost("/grants", (GrantSeed grant) => control.SetGrant(grant)).AddNoContent();
        sim.MapPost("/grants/decide", (GrantDecision decision) => control.Decide(decision)).AddNoContent();
    }

    private static void MapBehaviour(this RouteGroupBuilder sim, SimulatorControl control)
    {
        sim.MapGet("/latency", control.Latencies);
        sim.MapPost("/latency", (LatencySetting setting) => control.SetLatency(setting)).AddNoContent();
        sim.MapDelete("/latency", control.ClearLatency).AddNoContent();
        sim.MapGet("/quotas", (string? appId) => control.Quotas(appId));
        sim.MapPost("/quotas", (QuotaChange change) => control.SetQuotas(change)).AddNoContent();
        sim.MapGet("/faults", control.Faults);
        sim.MapPost("/faults", (FaultRule rule) => control.AddFault(rule));
        sim.MapDelete("/faults", control.ClearFaults).AddNoContent();
        sim.MapDelete("/faults/{id}", (string id) => control.RemoveFault(id)
            ? Results.NoContent()
            : throw new SimulatorControlException($"There is no fault {id}."));
        sim.MapGet("/clock", control.Clock);
        sim.MapPost("/clock/advance", (ClockAdvance advance) =>
        {
            ControlRules.Check(advance);
            return Moved(control, () => control.AdvanceClock(TimeSpan.FromSeconds(advance.Seconds)));
        });
        sim.MapPost("/clock/set", (ClockSetting setting) => Moved(control, () => control.SetClock(setting.At, setting.Freeze)));
        sim.MapPost("/clock/unfreeze", () => Moved(control, control.UnfreezeClock));
        sim.MapGet("/check-order", () => new CheckOrderSetting { Order = control.CheckOrder() });
        sim.MapPost("/check-order", (CheckOrderSetting setting) =>
        {
            ControlRules.Check(setting);
            control.SetCheckOrder(setting.Order);
            return new CheckOrderSetting { Order = control.CheckOrder() };
        });
    }

    private static void MapReports(this RouteGroupBuilder sim, SimulatorControl control)
    {
        sim.MapGet("/report", control.Report);
        sim.MapGet("/messages", (string? appId, string? openId, string? templateId, string? channel, long? after, int? limit) => control.Messages(new()
        {
            AppId = appId,
            OpenId = openId,
            TemplateId = templateId,
            Channel = ChannelOf(channel),
            After = after ?? 0,
            Limit = limit ?? 100,
        }));
        sim.MapGet("/duplicates", (int? limit) => control.Duplicates(limit ?? 1_000));
        sim.MapGet("/calls", (int? limit) => control.Calls(limit ?? 1_000));
    }

    private static ResetScope ScopeOf(string? scope) => scope?.ToUpperInvariant() switch
    {
        null or "ALL" => ResetScope.All,
        "TRAFFIC" => ResetScope.Traffic,
        _ => throw new SimulatorControlException("The scope of a reset is all or traffic."),
    };

    private static SimulatedChannel? ChannelOf(string? name)
    {
        if (name is null)
        {
            return null;
        }

        var names = Enum.GetNames<SimulatedChannel>();
        return Array.FindIndex(names, known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase)) is var at and >= 0
            ? Enum.GetValues<SimulatedChannel>()[at]
            : throw new SimulatorControlException($"There is no channel {name}. There are: {string.Join(", ", names.Select(JsonNamingPolicy.CamelCase.ConvertName))}.");
    }

    private static ClockState Moved(SimulatorControl control, Action move)
    {
        move();
        return control.Clock();
    }

    public static void AddNoContent(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (context, next) =>
    {
        await next(context);
        return Results.NoContent();
    });
}
