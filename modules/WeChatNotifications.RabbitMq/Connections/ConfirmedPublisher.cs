using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace WeChatNotifications.RabbitMq.Connections;

/// <summary>What the broker said to a message.</summary>
internal enum Confirmation
{
    /// <summary>It has it, on a majority of its nodes.</summary>
    Confirmed,

    /// <summary>It refuses it: the queue is full, or it could not write.</summary>
    Refused,

    /// <summary>There is no queue for it.</summary>
    Unroutable,

    /// <summary>There is no connection, or it was lost before the answer: it may have the message or not.</summary>
    Unknown,
}

/// <summary>Publishes and waits for the broker's word. Many may publish at once.</summary>
internal sealed class ConfirmedPublisher(IOptions<RabbitMqOptions> options) : IRabbitMqPart
{
    private readonly TimeSpan _timeout = options.Value.Timeout;
    private volatile IChannel? _channel;
    private volatile TaskCompletionSource? _silent;

    /// <inheritdoc />
    public async Task RunAsync(IConnection connection, CancellationToken lost)
    {
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), lost).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
        {
            using var closed = CancellationTokenSource.CreateLinkedTokenSource(lost);
            channel.ChannelShutdownAsync += (_, _) => closed.CancelAsync();
            var silent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (_channel, _silent) = (channel, silent);
            try
            {
                await silent.Task.WaitAsync(closed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            finally
            {
                _channel = null;
            }
        }
    }

    /// <summary>Publishes one message. Throws only when cancelled.</summary>
    /// <param name="exchange">The exchange; empty for a queue by its name.</param>
    /// <param name="key">Routing key.</param>
    /// <param name="needsQueue">Whether a message without a queue shall come back.</param>
    /// <param name="properties">Its properties; made persistent.</param>
    /// <param name="body">Its body.</param>
    /// <param name="cancellationToken">Gives up waiting; the broker may have it or not.</param>
    public async Task<Confirmation> PublishAsync(
        string exchange, string key, bool needsQueue, BasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (_channel is not { } channel)
        {
            return Confirmation.Unknown;
        }

        properties.Persistent = true;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        try
        {
            await channel.BasicPublishAsync(exchange, key, needsQueue, properties, body, limit.Token).ConfigureAwait(false);
            return Confirmation.Confirmed;
        }
        catch (PublishException exception)
        {
            return exception.IsReturn ? Confirmation.Unroutable : Confirmation.Refused;
        }
        catch (Exception exception) when (exception is OperationCanceledException or AlreadyClosedException or OperationInterruptedException or ObjectDisposedException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (exception is OperationCanceledException)
            {
                // A broker that takes so long is as good as away; heartbeats would tell much later.
                _silent?.TrySetResult();
            }

            return Confirmation.Unknown;
        }
    }
}
