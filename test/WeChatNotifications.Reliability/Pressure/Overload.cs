using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatNotifications.Reliability.Stage;
using WeChatNotifications.Reliability.Work;

namespace WeChatNotifications.Reliability.Pressure;

/// <summary>Ten times more work than the app may send: 100 a second and host, and twenty thousand at once.</summary>
internal sealed class Overload(RunOptions options) : PressureScenario(options)
{
    private const int PerSecond = 100;

    protected override string Name => "overload";

    protected override int Messages => 20_000;

    protected override TimeSpan? UrgentWithin => TimeSpan.FromSeconds(2);

    protected override async Task<(double Began, double Recovered)> PressAsync(Cluster cluster, Gauge gauge, CancellationToken cancellationToken)
    {
        await LimitAsync(cluster.Nodes[0], PerSecond, cancellationToken);
        // Every host has heard of it.
        await Task.Delay(2_000, cancellationToken);
        var began = gauge.Now;
        using var stop = new CancellationTokenSource();
        var urgent = FeedUrgentAsync(cluster, stop.Token);
        await FeedAsync(cluster, Messages, cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(15), cancellationToken);
        await stop.CancelAsync();
        await urgent;
        Figure("most messages a second under pressure", gauge.FastestAfter(began));
        await LimitAsync(cluster.Nodes[0], null, cancellationToken);
        return (began, gauge.Now);
    }

    private static async Task LimitAsync(HostNode host, int? perSecond, CancellationToken cancellationToken)
    {
        var apps = await Api.CallAsync(host, HttpMethod.Get, "credentials", body: null, cancellationToken);
        var app = JsonNode.Parse(apps.EnumerateArray().First(a => a.GetProperty("appId").GetString() == World.RetryApp).GetRawText())!.AsObject();
        var changed = new JsonObject();
        foreach (var name in (string[])["name", "tokenMode", "unconfirmedPolicy", "culture", "timeZone", "linkedAppId", "isEnabled"])
        {
            changed[name] = app[name]?.DeepClone();
        }

        changed["sendsPerSecond"] = perSecond;
        await Api.CallAsync(host, HttpMethod.Put, $"credentials/{app["id"]!.GetValue<Guid>()}", JsonContent.Create(changed, options: JsonSerializerOptions.Web), cancellationToken);
    }
}
