using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using WeChatNotifications.Deliveries;
using WeChatNotifications.RabbitMq.Connections;
using WeChatNotifications.RabbitMq.Diagnostics;

namespace WeChatNotifications.RabbitMq.Deliveries;

/// <summary>
/// Takes tickets, does the work, and answers the broker when the outcomes are recorded. A ticket that had its share and leaves more to do sends a
/// new one to the end of the queue before its messages are on their way, so that apps and nodes take turns and no worker waits for the change.
/// </summary>
internal sealed partial class TicketCounter(
    Workshops workshops, TicketOffice office, Topology topology, RabbitMqMetrics metrics, IOptions<RabbitMqOptions> options, IOptions<DispatchOptions> dispatch,
    TimeProvider timeProvider, ILogger<TicketCounter> logger)
    : IRabbitMqPart
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly RabbitMqOptions _options = options.Value;

    /// <inheritdoc />
    public async Task RunAsync(IConnection connection, CancellationToken lost)
    {
        if (!dispatch.Value.IsEnabled)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        // When one queue cannot be had any more, both are asked for anew.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lost);
        var urgent = ConsumerLoop.RunAsync(connection, topology.Names.Work, _options.Prefetch, (c, m, t) => WorkAsync(c, m, isMass: false, t), either.Token);
        var mass = ConsumerLoop.RunAsync(connection, topology.Names.MassWork, _options.MassPrefetch, (c, m, t) => WorkAsync(c, m, isMass: true, t), either.Token);
        try
        {
            await (await Task.WhenAny(urgent, mass).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            await either.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(urgent, mass).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WorkAsync(IChannel channel, BasicDeliverEventArgs message, bool isMass, CancellationToken lost)
    {
        try
        {
            if (!Ticket.TryRead(message.Body, isMass, out var ticket))
            {
                LogUnreadable(logger);
                metrics.TicketWorked("unreadable");
                await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: false, lost).ConfigureAwait(false);
                return;
            }

            if (await TryWorkAsync(ticket, message, lost).ConfigureAwait(false))
            {
                await channel.BasicAckAsync(message.DeliveryTag, multiple: false, lost).ConfigureAwait(false);
            }
            else
            {
                await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: true, lost).ConfigureAwait(false);
            }
        }
        catch (Exception) when (lost.IsCancellationRequested || channel.IsClosed)
        {
            // The ticket is back in its queue already.
        }
    }

    /// <returns>Whether the ticket is done with; false to put it back.</returns>
    private async Task<bool> TryWorkAsync(Ticket ticket, BasicDeliverEventArgs message, CancellationToken lost)
    {
        try
        {
            // Mass sends go to the end of the queue after their first claim, where only they wait.
            var piece = await workshops.BeginAsync(ticket, new PieceLimit(_options.PieceSize, _options.PieceTime, StopsAtMassSends: !ticket.IsMass), lost).ConfigureAwait(false);
            if (piece.End == PieceEnd.HadItsShare)
            {
                // When the broker refuses it or is gone, the look for due work makes another.
                await office.PublishAsync(ticket with { IsMass = piece.OnlyMassSendsWait }, lost).ConfigureAwait(false);
            }

            await piece.Finished.WaitAsync(lost).ConfigureAwait(false);
            if (piece.End != PieceEnd.Unknown)
            {
                metrics.TicketWorked(piece.End.ToString());
            }

            return true;
        }
        catch (Exception exception) when (!lost.IsCancellationRequested)
        {
            var earlier = message.EarlierDeliveries();
            var wait = TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, FirstWait.TotalSeconds * Math.Pow(2, Math.Min(earlier, 20))));
            LogFailed(logger, ticket.App, earlier + 1, wait, exception);
            metrics.TicketWorked("failed");

            // The database is away, most likely: the ticket would be back at once.
            await Task.Delay(wait, timeProvider, lost).ConfigureAwait(false);
            return false;
        }
    }

    [LoggerMessage(6021, LogLevel.Warning, "A message in the queue of tickets is none; it goes to the dead")]
    private static partial void LogUnreadable(ILogger logger);

    [LoggerMessage(6022, LogLevel.Error, "The work of app {App} met a fault, time {Time} for this ticket; back to the queue in {Wait}")]
    private static partial void LogFailed(ILogger logger, Guid app, long time, TimeSpan wait, Exception exception);
}
