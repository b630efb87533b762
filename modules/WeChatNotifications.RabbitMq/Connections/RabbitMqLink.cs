using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using WeChatNotifications.RabbitMq.Diagnostics;

namespace WeChatNotifications.RabbitMq.Connections;

/// <summary>
/// Keeps one connection to the broker, and makes it anew, with growing waits, whenever it is lost. The client's own recovery is off: it would
/// bring back channels and not the knowledge of what was confirmed on them.
/// </summary>
internal sealed partial class RabbitMqLink(
    IServiceProvider services, LinkState state, Topology topology, RabbitMqMetrics metrics, IOptions<RabbitMqOptions> options, TimeProvider timeProvider,
    ILogger<RabbitMqLink> logger)
    : BackgroundService
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    private readonly RabbitMqOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not as a constructor's parameter: parts need the link's state.
        var parts = services.GetServices<IRabbitMqPart>().ToList();
        await Task.Yield();
        for (var failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            var connectedAt = timeProvider.GetTimestamp();
            try
            {
                await ConnectAndWorkAsync(parts, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailed(logger, exception);
            }

            // One that held for a while begins from the start; one that breaks at once does not.
            failures = state.TakeWasConnected() && timeProvider.GetElapsedTime(connectedAt) > _options.ReconnectCap ? 0 : failures + 1;
            await Task.Delay(WaitAfter(failures), timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ConnectAndWorkAsync(List<IRabbitMqPart> parts, CancellationToken stoppingToken)
    {
        var connection = await ConnectAsync(stoppingToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            using var lost = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            connection.ConnectionShutdownAsync += (_, _) => lost.CancelAsync();
            await topology.DeclareAsync(connection, lost.Token).ConfigureAwait(false);
            state.Connected();
            LogConnected(logger, connection.Endpoint.HostName, connection.Endpoint.Port);
            var running = parts.ConvertAll(p => p.RunAsync(connection, lost.Token));
            try
            {
                await (await Task.WhenAny(running).ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (lost.IsCancellationRequested)
            {
                // Its end is said below.
            }
            finally
            {
                state.Lost(timeProvider.GetTimestamp());
                await lost.CancelAsync().ConfigureAwait(false);

                // Before the parts end their channels one by one: a broker that has frozen would answer none of them.
                await connection.CloseAsync(Constants.ReplySuccess, "done", CloseLimit, abort: true, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (!stoppingToken.IsCancellationRequested)
            {
                metrics.ConnectionLost();
                LogLost(logger, connection.CloseReason?.ReplyText ?? "a part of it ended");
            }
        }
    }

    private async Task<IConnection> ConnectAsync(CancellationToken stoppingToken)
    {
        var urls = _options.Url.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(u => new Uri(u)).ToList();
        var factory = new ConnectionFactory
        {
            Uri = urls[0],
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = Heartbeat,
            RequestedConnectionTimeout = _options.Timeout,
            ContinuationTimeout = _options.Timeout,
            HandshakeContinuationTimeout = _options.Timeout,
        };
        return await factory.CreateConnectionAsync(
            urls.ConvertAll(u => new AmqpTcpEndpoint(u.Host, u.Port, new SslOption(u.Host, enabled: u.Scheme == "amqps"))), "WeChatNotifications " + Environment.MachineName, stoppingToken).ConfigureAwait(false);
    }

    private TimeSpan WaitAfter(int failures)
    {
        var wait = Math.Min(FirstWait.TotalSeconds * Math.Pow(2, Math.Min(failures, 20)), _options.ReconnectCap.TotalSeconds);
        return TimeSpan.FromSeconds(wait * (0.5 + (0.5 * Random.Shared.NextDouble())));
    }

    [LoggerMessage(6001, LogLevel.Information, "Connected to RabbitMQ at {Host}:{Port}")]
    private static partial void LogConnected(ILogger logger, string host, int port);

    [LoggerMessage(6002, LogLevel.Warning, "The connection to RabbitMQ is lost ({Reason}); connecting anew")]
    private static partial void LogLost(ILogger logger, string reason);

    [LoggerMessage(6003, LogLevel.Warning, "RabbitMQ cannot be used; trying again. Deliveries go on from the database")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
