using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using WeChatNotifications.Reliability.Stage;
using WeChatNotifications.Testing;

namespace WeChatNotifications.Reliability.Work;

/// <summary>Another service, which sends through RabbitMQ as docs/rabbitmq.md says: persistent messages with ids, and publisher confirms.</summary>
internal sealed class RequestQueue(RabbitMqServer broker, int wirePort, Guid tenant)
{
    private const string Requests = "wechat.notifications.send";
    private const string DeadRequests = Requests + ".dead";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(1);

    /// <summary>The queue that the cluster's hosts take requests of the demonstration's tenant from; null where there is no RabbitMQ.</summary>
    public static async Task<RequestQueue?> OpenAsync(Cluster cluster, CancellationToken cancellationToken)
        => cluster.Broker is { } broker
            ? new RequestQueue(
                broker, cluster.RequestWire!.Port,
                (Guid)(await cluster.Database.ExecuteAsync($"""SELECT "TenantId" FROM "WeChatAppCredentials" WHERE "AppId" = '{World.RetryApp}'""", cancellationToken))!)
            : null;

    /// <summary>Publishes a request.</summary>
    /// <param name="messageId">The same for every repeat.</param>
    /// <param name="notifications">One, or several that are stored together or not at all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether the broker has confirmed it; otherwise it may have it or not.</returns>
    public async Task<bool> TryPublishAsync(string messageId, IReadOnlyList<RequestedNotification> notifications, CancellationToken cancellationToken)
    {
        object request = notifications is [var one]
            ? new { tenant, one.Template, one.To, one.Data }
            : new { tenant, notifications };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await WithChannelAsync(
                wirePort,
                async channel =>
                {
                    await channel.BasicPublishAsync(
                        "", Requests, mandatory: true, new BasicProperties { MessageId = messageId, Persistent = true, ContentType = "application/json" },
                        JsonSerializer.SerializeToUtf8Bytes(request, JsonSerializerOptions.Web), limit.Token);
                    return true;
                },
                limit.Token);
            return true;
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException or SocketException or OperationCanceledException or TimeoutException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>Whether no request waits or is in a host's hands. Takes a second or two.</summary>
    public async Task<bool> IsEmptyAsync()
    {
        var lines = await broker.ControlAsync("list_queues", "name", "messages", "--no-table-headers");
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')).Any(q => q is [Requests, "0"]);
    }

    /// <summary>Takes the requests that hosts have refused.</summary>
    /// <returns>The id and the reason of each, for people.</returns>
    public Task<IReadOnlyList<string>> TakeDeadAsync(CancellationToken cancellationToken) => WithChannelAsync<IReadOnlyList<string>>(
        broker.Port,
        async channel =>
        {
            var dead = new List<string>();
            while (await channel.BasicGetAsync(DeadRequests, autoAck: true, cancellationToken) is { } message)
            {
                object? errors = null;
                message.BasicProperties.Headers?.TryGetValue("x-wechat-errors", out errors);
                dead.Add(string.Create(CultureInfo.InvariantCulture, $"request {message.BasicProperties.MessageId} is among the dead: {(errors is byte[] text ? Encoding.UTF8.GetString(text) : "too many deliveries")}"));
            }

            return dead;
        },
        cancellationToken);

    /// <summary>A connection for each: one that was cut is nobody's care any more.</summary>
    private static async Task<T> WithChannelAsync<T>(int port, Func<IChannel, Task<T>> use, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = new Uri(string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@127.0.0.1:{port}/")),
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = Limit,
            HandshakeContinuationTimeout = Limit,
            ContinuationTimeout = Limit,
        };
        await using var connection = await factory.CreateConnectionAsync("another service", cancellationToken);
        try
        {
            var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
            return await use(channel);
        }
        finally
        {
            // First, and with a limit: a broker that has frozen answers no farewell.
            await connection.CloseAsync(Constants.ReplySuccess, "done", CloseLimit, abort: true, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

/// <summary>A notification as the queue's schema has it.</summary>
internal sealed record RequestedNotification(string Template, string To, object Data);
