using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace WeChatNotifications.RabbitMq.Connections;

/// <summary>Takes messages from a queue, so many at once as may be unanswered.</summary>
internal static class ConsumerLoop
{
    /// <summary>Consumes until the connection is lost, or the channel or the queue is gone. What was not answered then comes back to the queue.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="prefetch">How many at once.</param>
    /// <param name="handle">Deals with one and answers it; throws nothing but cancellation. The body is good until it ends.</param>
    /// <param name="lost">Ends it.</param>
    public static async Task RunAsync(
        IConnection connection, string queue, int prefetch, Func<IChannel, BasicDeliverEventArgs, CancellationToken, Task> handle, CancellationToken lost)
    {
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: false, publisherConfirmationTrackingEnabled: false, consumerDispatchConcurrency: (ushort)prefetch), lost)
            .ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
        {
            using var closed = CancellationTokenSource.CreateLinkedTokenSource(lost);
            channel.ChannelShutdownAsync += (_, _) => closed.CancelAsync();
            await channel.BasicQosAsync(0, (ushort)prefetch, global: false, lost).ConfigureAwait(false);
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.UnregisteredAsync += (_, _) => closed.CancelAsync();
            consumer.ReceivedAsync += (_, message) => handle(channel, message, closed.Token);
            await channel.BasicConsumeAsync(queue, autoAck: false, consumer, lost).ConfigureAwait(false);
            await Task.Delay(Timeout.InfiniteTimeSpan, closed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>How often the message came back to its queue before.</summary>
    public static long EarlierDeliveries(this BasicDeliverEventArgs message)
        => message.BasicProperties.Headers?.TryGetValue("x-delivery-count", out var count) == true && count is long or int ? Convert.ToInt64(count, null) : 0;
}
