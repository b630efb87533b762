using Microsoft.Extensions.Options;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;

namespace WeChatNotifications.RabbitMq.Events;

/// <summary>Tells senders what became of their requests, if events are told at all.</summary>
internal sealed class RequestEvents(EventSender sender, IOptions<RabbitMqOptions> options, TimeProvider timeProvider)
{
    /// <summary>The messages of a request stand in the queue.</summary>
    public Task AcceptedAsync(string? messageId, Guid? tenantId, IReadOnlyList<NotificationReceipt> receipts, CancellationToken cancellationToken)
        => TellAsync("notification.accepted", new Accepted(messageId, tenantId, timeProvider.GetUtcNow(), receipts), cancellationToken);

    /// <summary>A request is among the dead.</summary>
    public Task RefusedAsync(string? messageId, Guid? tenantId, IReadOnlyList<RuleViolation> violations, CancellationToken cancellationToken)
        => TellAsync("notification.rejected", new Rejected(messageId, tenantId, timeProvider.GetUtcNow(), [.. violations.Select(v => new Broken(v.Field, v.Rule))]), cancellationToken);

    private Task TellAsync(string kind, object body, CancellationToken cancellationToken)
        => options.Value.PublishesEvents ? sender.SendAsync(kind, body, cancellationToken) : Task.CompletedTask;

    /// <param name="MessageId">The id of the request's message.</param>
    /// <param name="TenantId">The tenant; null for the host itself.</param>
    /// <param name="At">When.</param>
    /// <param name="Receipts">One per recipient.</param>
    private sealed record Accepted(string? MessageId, Guid? TenantId, DateTimeOffset At, IReadOnlyList<NotificationReceipt> Receipts);

    /// <param name="MessageId">The id of the request's message.</param>
    /// <param name="TenantId">The tenant, if it was found.</param>
    /// <param name="At">When.</param>
    /// <param name="Errors">What is wrong.</param>
    private sealed record Rejected(string? MessageId, Guid? TenantId, DateTimeOffset At, IReadOnlyList<Broken> Errors);

    private sealed record Broken(string Field, string Rule);
}
