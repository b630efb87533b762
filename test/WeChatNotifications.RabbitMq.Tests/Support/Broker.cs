using System.Text;
using RabbitMQ.Client;
using WeChatNotifications.RabbitMq.Connections;
using WeChatNotifications.Testing;

namespace WeChatNotifications.RabbitMq.Tests.Support;

/// <summary>A server and names of our own on it, seen by another service: what it publishes and what it finds in queues.</summary>
internal sealed class Broker(RabbitMqServer server) : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private IConnection? _connection;
    private IChannel? _channel;

    public RabbitMqServer Server => server;

    public string Prefix { get; } = $"t{Guid.NewGuid():N}";

    public RabbitMqNames Names => new(Prefix);

    public static async Task<Broker> SharedAsync() => new(await RabbitMqServer.SharedAsync());

    /// <summary>Puts the broker under a node.</summary>
    public void Use(IWeChatNotificationsBuilder module, Action<RabbitMqOptions>? configure = null) => module.UseRabbitMq(options =>
    {
        (options.Url, options.Prefix) = (server.Uri.ToString(), Prefix);
        (options.SweepInterval, options.SweepCap) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1));
        (options.FallbackAfter, options.ReconnectCap) = (TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1));
        configure?.Invoke(options);
    });

    public async Task PublishAsync(string exchange, string key, string body, string? messageId = null, Dictionary<string, object?>? headers = null)
        => await (await ChannelAsync()).BasicPublishAsync(
            exchange, key, mandatory: exchange.Length == 0,
            new BasicProperties { Persistent = true, MessageId = messageId, Headers = headers }, Encoding.UTF8.GetBytes(body), CancellationToken.None);

    /// <summary>Takes a message out of a queue; null when there is none.</summary>
    public async Task<BasicGetResult?> TakeAsync(string queue) => await (await ChannelAsync()).BasicGetAsync(queue, autoAck: true, CancellationToken.None);

    /// <summary>Waits for a message and takes it out of the queue.</summary>
    public Task<BasicGetResult> NextAsync(string queue) => Eventually.GetAsync(() => TakeAsync(queue), Patience, "a message in " + queue);

    public async Task<uint> CountAsync(string queue) => await (await ChannelAsync()).MessageCountAsync(queue, CancellationToken.None);

    public async Task<uint> ConsumersAsync(string queue) => await (await ChannelAsync()).ConsumerCountAsync(queue, CancellationToken.None);

    public async Task DeleteAsync(string queue) => await (await ChannelAsync()).QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false, noWait: false, CancellationToken.None);

    /// <summary>A queue of ours that hears some events.</summary>
    public async Task<string> ListenAsync(string pattern)
    {
        var channel = await ChannelAsync();
        var queue = await channel.QueueDeclareAsync($"{Prefix}.ears.{Guid.NewGuid():N}", durable: false, exclusive: false, autoDelete: false, cancellationToken: CancellationToken.None);
        await channel.QueueBindAsync(queue.QueueName, Names.Events, pattern, cancellationToken: CancellationToken.None);
        return queue.QueueName;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private async Task<IChannel> ChannelAsync()
    {
        if (_channel is { IsOpen: true } open)
        {
            return open;
        }

        if (_connection is not { IsOpen: true })
        {
            _connection = await new ConnectionFactory { Uri = server.Uri, AutomaticRecoveryEnabled = false }.CreateConnectionAsync(CancellationToken.None);
        }

        return _channel = await _connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), CancellationToken.None);
    }
}
