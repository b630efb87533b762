using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using WeChatNotifications.RabbitMq.Connections;
using WeChatNotifications.Rules;

namespace WeChatNotifications.RabbitMq.Sending;

/// <summary>
/// Puts refused requests among the dead, as they came and with what is wrong in their headers. Published anew instead of rejected, because a
/// rejection can carry no reason.
/// </summary>
internal sealed class DeadRequests(ConfirmedPublisher publisher, Topology topology, TimeProvider timeProvider)
{
    /// <summary>Header that says that rules were broken.</summary>
    public const string ReasonHeader = "x-wechat-reason";

    /// <summary>Header with a JSON list of <c>{"field","rule"}</c>.</summary>
    public const string ErrorsHeader = "x-wechat-errors";

    /// <summary>Header with the number of broken rules, of which the list holds the first hundred.</summary>
    public const string CountHeader = "x-wechat-error-count";

    /// <summary>Header with the time of the refusal, ISO 8601.</summary>
    public const string TimeHeader = "x-wechat-refused-at";

    /// <summary>A header's frame is small.</summary>
    private const int MostErrors = 100;

    /// <summary>Adds a request.</summary>
    /// <returns>Whether the broker has it; otherwise it must stay where it is.</returns>
    public async Task<bool> AddAsync(BasicDeliverEventArgs message, IReadOnlyList<RuleViolation> violations, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in message.BasicProperties.Headers ?? new Dictionary<string, object?>(StringComparer.Ordinal))
        {
            if (name != "x-delivery-count")
            {
                headers[name] = value;
            }
        }

        headers[ReasonHeader] = "refused";
        headers[CountHeader] = violations.Count;
        headers[TimeHeader] = timeProvider.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        headers[ErrorsHeader] = JsonSerializer.Serialize(violations.Take(MostErrors).Select(v => new { field = v.Field, rule = v.Rule }));
        var properties = new BasicProperties
        {
            Headers = headers,
            MessageId = message.BasicProperties.MessageId,
            CorrelationId = message.BasicProperties.CorrelationId,
            ContentType = message.BasicProperties.ContentType,
        };
        return await publisher.PublishAsync(topology.Names.Dead, RabbitMqNames.DeadRequest, needsQueue: true, properties, message.Body, cancellationToken)
            .ConfigureAwait(false) == Confirmation.Confirmed;
    }
}
