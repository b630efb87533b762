using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using WeChatNotifications.Deliveries;
using WeChatNotifications.RabbitMq.Connections;
using WeChatNotifications.RabbitMq.Diagnostics;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.RabbitMq.Deliveries;

/// <summary>
/// Takes the engine's place as the receiver of wake-ups: each becomes a ticket. While one ticket is on its way to the broker, a thousand
/// wake-ups of its app wait for one more. What waits here when the process dies is found by the look for due work.
/// </summary>
internal sealed partial class TicketOffice(
    ConfirmedPublisher publisher, LinkState link, Topology topology, IAmbientTenant tenant, DeliverySignal signal, RabbitMqMetrics metrics, IOptions<DispatchOptions> dispatch,
    TimeProvider timeProvider, ILogger<TicketOffice> logger)
    : IDeliverySignal, IRabbitMqPart
{
    private readonly ConcurrentDictionary<Ticket, bool> _waiting = new();
    private readonly Channel<Ticket> _tickets = Channel.CreateUnbounded<Ticket>(new UnboundedChannelOptions { SingleReader = true });

    /// <inheritdoc />
    public void WorkArrived(Guid appCredentialId) => Issue(new Ticket(appCredentialId, tenant.Id, IsMass: false));

    /// <inheritdoc />
    public void SettingsChanged(Guid appCredentialId)
    {
        // Others than lanes listen too: whoever checks what WeChat pushes must know of new keys.
        signal.SettingsChanged(appCredentialId);
        WorkArrived(appCredentialId);
    }

    /// <summary>Has a ticket published soon.</summary>
    public void Issue(Ticket ticket)
    {
        if (_waiting.TryAdd(ticket, true))
        {
            _tickets.Writer.TryWrite(ticket);
        }

        if (!link.IsConnected)
        {
            // Nobody else can be woken: this node looks itself.
            signal.WorkArrived(ticket.App);
        }
    }

    /// <summary>Publishes a ticket and waits for the broker's word. Throws only when cancelled.</summary>
    public async Task<Confirmation> PublishAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        var confirmation = await publisher.PublishAsync(
            "", ticket.IsMass ? topology.Names.MassWork : topology.Names.Work, needsQueue: true,
            new BasicProperties { ContentType = "application/json", Type = "wechat.ticket" }, ticket.ToBytes(), cancellationToken).ConfigureAwait(false);
        metrics.TicketPublished(confirmation);
        return confirmation;
    }

    /// <inheritdoc />
    public async Task RunAsync(IConnection connection, CancellationToken lost)
    {
        var batch = new List<Ticket>();
        while (await _tickets.Reader.WaitToReadAsync(lost).ConfigureAwait(false))
        {
            while (_tickets.Reader.TryRead(out var next))
            {
                // From here on a new message needs a new ticket: this one may be worked off already.
                _waiting.TryRemove(next, out _);
                batch.Add(next);
            }

            foreach (var (ticket, confirmation) in await Task.WhenAll(batch.Select(PublishOneAsync)).ConfigureAwait(false))
            {
                Settle(ticket, confirmation);
            }

            batch.Clear();

            // A stream of single messages would make a ticket each.
            await Task.Delay(dispatch.Value.ClaimLinger, timeProvider, lost).ConfigureAwait(false);
        }

        async Task<(Ticket, Confirmation)> PublishOneAsync(Ticket ticket) => (ticket, await PublishAsync(ticket, CancellationToken.None).ConfigureAwait(false));
    }

    private void Settle(Ticket ticket, Confirmation confirmation)
    {
        switch (confirmation)
        {
            case Confirmation.Confirmed:
                return;
            case Confirmation.Refused:
                LogRefused(logger, ticket.App);
                return;
            case Confirmation.Unroutable:
                throw new InvalidOperationException("The queue of tickets is gone; it is made anew with the connection.");
            default:
                // The publisher may come to life a moment after us, or the connection is being lost; either way it is soon tried again.
                Issue(ticket);
                return;
        }
    }

    [LoggerMessage(6011, LogLevel.Warning, "RabbitMQ refused a ticket of app {App}, as it does when a queue is full; the next look for due work makes another")]
    private static partial void LogRefused(ILogger logger, Guid app);
}
