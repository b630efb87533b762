using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace WeChatNotifications.Host.Observability;

/// <summary>
/// Sends traces and metrics to an OpenTelemetry collector when <c>OpenTelemetry:Endpoint</c> or <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>
/// names one. All other <c>OTEL_*</c> variables hold as the specification says.
/// </summary>
internal sealed class Telemetry : IHostedService, IDisposable
{
    public const string EndpointKey = "OpenTelemetry:Endpoint";
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Sources =
        ["WeChatNotifications", "WeChatNotifications.WeChatApi", "Microsoft.AspNetCore", "System.Net.Http", "Npgsql"];

    private static readonly string[] Meters =
        ["WeChatNotifications", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql"];

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    public Telemetry(IConfiguration configuration, IHostEnvironment environment)
    {
        var resource = ResourceBuilder.CreateDefault()
            .AddService(environment.ApplicationName, serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString())
            // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES have the last word.
            .AddEnvironmentVariableDetector();
        void Aim(OtlpExporterOptions exporter)
        {
            // Without it, the exporter reads the variable by itself.
            if (configuration[EndpointKey] is { Length: > 0 } endpoint)
            {
                exporter.Endpoint = new Uri(endpoint);
            }
        }

        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Sources).AddOtlpExporter(Aim).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters).AddOtlpExporter(Aim).Build();
    }

    /// <summary>Nothing to do: it listens since it was made.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Nothing to do yet: what the other services do while they stop is still of interest.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends what was gathered last.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }
}

internal static class TelemetryServices
{
    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration[Telemetry.EndpointKey] is { Length: > 0 } || configuration[Telemetry.EndpointVariable] is { Length: > 0 })
        {
            services.AddHostedService<Telemetry>();
        }
    }
}
