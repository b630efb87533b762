using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace WeChatNotifications.RabbitMq.Connections;

/// <summary>
/// Makes the queues and exchanges where they are not there yet: quorum queues, so that what the broker has confirmed outlives a node of it. A queue
/// that exists with other arguments is left as it is, and the connection fails with what the broker says.
/// </summary>
internal sealed class Topology(IOptions<RabbitMqOptions> options)
{
    /// <summary>Dead tickets tell an operator something, and nobody needs them: the work itself is in the database.</summary>
    private const int DeadTicketsKept = 10_000;

    private readonly RabbitMqOptions _options = options.Value;

    public RabbitMqNames Names { get; } = new(options.Value.Prefix);

    public async Task DeclareAsync(IConnection connection, CancellationToken cancellationToken)
    {
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
        {
            await channel.ExchangeDeclareAsync(Names.Dead, ExchangeType.Direct, durable: true, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (_options.CarriesDeliveries)
            {
                await DeclareAsync(channel, Names.DeadWork, new() { ["x-max-length"] = DeadTicketsKept }, cancellationToken).ConfigureAwait(false);
                await channel.QueueBindAsync(Names.DeadWork, Names.Dead, RabbitMqNames.DeadTicket, cancellationToken: cancellationToken).ConfigureAwait(false);
                foreach (var queue in new[] { Names.Work, Names.MassWork })
                {
                    await DeclareAsync(
                        channel, queue, WithDead(RabbitMqNames.DeadTicket, new() { ["x-max-length"] = _options.MaxTickets, ["x-overflow"] = "reject-publish" }), cancellationToken).ConfigureAwait(false);
                }
            }

            if (_options.TakesRequests)
            {
                await DeclareAsync(channel, Names.DeadRequests, [], cancellationToken).ConfigureAwait(false);
                await channel.QueueBindAsync(Names.DeadRequests, Names.Dead, RabbitMqNames.DeadRequest, cancellationToken: cancellationToken).ConfigureAwait(false);
                await DeclareAsync(channel, Names.Requests, WithDead(RabbitMqNames.DeadRequest, []), cancellationToken).ConfigureAwait(false);
            }

            if (_options.PublishesEvents)
            {
                await channel.ExchangeDeclareAsync(Names.Events, ExchangeType.Topic, durable: true, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Dictionary<string, object?> WithDead(string key, Dictionary<string, object?> arguments) => new(arguments, StringComparer.Ordinal)
    {
        ["x-delivery-limit"] = _options.DeliveryLimit,
        ["x-dead-letter-exchange"] = Names.Dead,
        ["x-dead-letter-routing-key"] = key,
    };

    private static async Task DeclareAsync(IChannel channel, string queue, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        arguments["x-queue-type"] = "quorum";
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}
