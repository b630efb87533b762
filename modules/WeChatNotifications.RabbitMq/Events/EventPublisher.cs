using System.Text.Json;
using Microsoft.Extensions.Logging;
using WeChatNotifications.Events;
using WeChatNotifications.RabbitMq.Connections;

namespace WeChatNotifications.RabbitMq.Events;

/// <summary>Tells other services what became of messages, broadcasts and apps.</summary>
internal sealed partial class EventPublisher(EventSender sender, ILogger<EventPublisher> logger) : IOutcomePublisher
{
    /// <inheritdoc />
    public async Task PublishAsync(IReadOnlyList<IOutcomeEvent> events, CancellationToken cancellationToken)
    {
        var confirmations = await Task.WhenAll(events.Select(e => sender.SendAsync(KindOf(e), e, cancellationToken))).ConfigureAwait(false);
        if (confirmations.Count(c => c != Confirmation.Confirmed) is > 0 and var lost)
        {
            LogNotPublished(logger, lost, events.Count);
        }
    }

    /// <summary>The routing key: <c>notification.sent</c>, <c>broadcast.finished</c>, <c>app.paused</c> and so on.</summary>
    internal static string KindOf(IOutcomeEvent outcome) => outcome switch
    {
        NotificationOutcome message => "notification." + JsonNamingPolicy.CamelCase.ConvertName(message.Status.ToString()),
        BroadcastFinished => "broadcast.finished",
        AppPaused => "app.paused",
        AppResumed => "app.resumed",
        _ => "other",
    };

    [LoggerMessage(6051, LogLevel.Error, "{Lost} of {Count} outcomes stand in the database and were not confirmed by RabbitMQ; they are not told again")]
    private static partial void LogNotPublished(ILogger logger, int lost, int count);
}
