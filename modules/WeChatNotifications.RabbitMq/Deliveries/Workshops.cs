using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Nodes;
using WeChatNotifications.RabbitMq.Diagnostics;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.RabbitMq.Deliveries;

/// <summary>
/// Takes the place of the engines: piecework for each database that holds deliveries, as databases come and go, and beside it the look for work
/// that has no ticket.
/// </summary>
internal sealed class Workshops(
    IDeliveryPartitionSource partitions, IServiceScopeFactory scopes, IAmbientTenant tenant, DeliverySignal signal, IDeliverySignal wakeUps, TenantGates tenants,
    DeliveryProcessor processor, PendingOutcomes pendingOutcomes, NodeActivity activity, WeChatNotificationsMetrics moduleMetrics, RabbitMqMetrics metrics, TicketSweep sweep,
    IOptions<DispatchOptions> dispatch, TimeProvider timeProvider, ILoggerFactory loggers)
    : BackgroundService
{
    private readonly ILogger _logger = loggers.CreateLogger<Workshops>();
    private readonly ConcurrentDictionary<DeliveryPartition, Workshop> _open = new();

    /// <summary>In which database an app was found.</summary>
    private readonly ConcurrentDictionary<Guid, DeliveryPartition> _homes = new();

    /// <summary>Claims and begins to send what is due for an app, in whichever database it is.</summary>
    public async Task<PieceOfWork> BeginAsync(Ticket ticket, PieceLimit limit, CancellationToken cancellationToken)
    {
        var home = _homes.GetValueOrDefault(ticket.App);
        foreach (var (partition, workshop) in _open.OrderBy(w => w.Key == home ? 0 : w.Key.TenantId == ticket.Tenant ? 1 : 2))
        {
            var piece = await workshop.BeginAsync(ticket.App, limit, cancellationToken).ConfigureAwait(false);
            if (piece.End != PieceEnd.Unknown)
            {
                _homes[ticket.App] = partition;
                return piece;
            }
        }

        metrics.TicketWorked(nameof(PieceEnd.Unknown));
        return PieceOfWork.Unknown;
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        activity.Work = dispatch.Value.IsEnabled ? WorkSource.RabbitMq : WorkSource.None;
        return dispatch.Value.IsEnabled
            ? new PartitionFollower(
                partitions, dispatch.Value.PartitionInterval, dispatch.Value.PollInterval, timeProvider,
                exception => DeliveryEngineLog.Fault(_logger, "looking for databases", exception)).RunAsync(RunAsync, stoppingToken)
            : Task.CompletedTask;
    }

    private async Task RunAsync(DeliveryPartition partition, CancellationToken stoppingToken)
    {
        // Everything that is done for the database happens in this flow or in one that continues it, and so finds the database. It speaks for
        // all tenants in it; each row says whose it is.
        using var bound = tenant.Change(partition.TenantId);
        using var allTenants = tenant.DisableFilter();
        var recorder = new DeliveryRecorder(scopes, wakeUps, moduleMetrics, pendingOutcomes, dispatch, timeProvider, loggers.CreateLogger<DeliveryRecorder>());
        using var piecework = new DeliveryPiecework(scopes, tenants, processor, recorder, activity.Of(partition.TenantId), dispatch.Value, timeProvider, _logger);
        var workshop = new Workshop(piecework, ExecutionContext.Capture());
        var inbox = new SignalInbox();
        signal.Connect(inbox, isEngine: true);
        _open[partition] = workshop;
        DeliveryEngineLog.Started(_logger, partition.Name);
        try
        {
            await Task.WhenAll(piecework.RunAsync(stoppingToken), sweep.RunAsync(partition, workshop, inbox, stoppingToken)).ConfigureAwait(false);
        }
        finally
        {
            _open.TryRemove(partition, out _);
            signal.Disconnect(inbox, isEngine: true);
            DeliveryEngineLog.Stopped(_logger, partition.Name, piecework.Released, piecework.Unrecorded);
        }
    }
}
