using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using WeChatNotifications.HttpApi.Tests.Support;

namespace WeChatNotifications.HttpApi.Tests.Host;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Traces_and_metrics_reach_a_collector_and_carry_no_secret()
    {
        var received = new ConcurrentQueue<(string Path, string Body)>();
        await using var collector = await CollectorAsync(received);
        string secret;
        await using (var host = await RunningHost.StartAsync("--OpenTelemetry:Endpoint", collector.Urls.Single()))
        {
            var shop = await (await host.NewShopAsync()).OpenAsync();
            await shop.DeliveryAsync(await shop.SendAsync("alice"), "sent");
            secret = shop.AppSecret;
        }

        var traces = string.Concat(received.Where(r => r.Path.Contains("TraceService", StringComparison.Ordinal)).Select(r => r.Body));
        var metrics = string.Concat(received.Where(r => r.Path.Contains("MetricsService", StringComparison.Ordinal)).Select(r => r.Body));
        traces.ShouldContain("/api/wechat-notifications/notifications", customMessage: "requests");
        traces.ShouldContain("WeChatNotifications.WeChatApi", customMessage: "calls to WeChat");
        metrics.ShouldContain("wechat.deliveries.enqueued");
        metrics.ShouldContain("http.server.request.duration");
        (traces + metrics).ShouldNotContain(secret);
        (traces + metrics).ShouldNotContain("access_token=");
    }

    /// <summary>As much of a collector as the exporter needs: OTLP over gRPC, every export accepted.</summary>
    private static async Task<WebApplication> CollectorAsync(ConcurrentQueue<(string Path, string Body)> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.Enqueue((context.Request.Path, Encoding.UTF8.GetString(body.ToArray())));
            context.Response.ContentType = "application/grpc";
            context.Response.DeclareTrailer("grpc-status");
            await context.Response.Body.WriteAsync(new byte[5]);
            context.Response.AppendTrailer("grpc-status", "0");
        });
        await app.StartAsync();
        return app;
    }
}
