using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.RabbitMq.Connections;
using WeChatNotifications.RabbitMq.Diagnostics;
using WeChatNotifications.RabbitMq.Events;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.RabbitMq.Sending;

/// <summary>
/// Takes requests of other services, and answers the broker when the messages stand in the database. One that breaks rules goes to the dead with
/// what is wrong in its headers; one that meets trouble of ours waits until that is over.
/// </summary>
internal sealed partial class RequestCounter(
    IServiceScopeFactory scopes, IAmbientTenant tenant, IRequestTenantResolver resolver, DeadRequests dead, RequestEvents events, Topology topology, RabbitMqMetrics metrics,
    IOptions<RabbitMqOptions> options, TimeProvider timeProvider, ILogger<RequestCounter> logger)
    : IRabbitMqPart
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private readonly RabbitMqOptions _options = options.Value;

    /// <inheritdoc />
    public Task RunAsync(IConnection connection, CancellationToken lost)
        => ConsumerLoop.RunAsync(connection, topology.Names.Requests, _options.RequestPrefetch, TakeAsync, lost);

    private async Task TakeAsync(IChannel channel, BasicDeliverEventArgs message, CancellationToken lost)
    {
        try
        {
            if (await TryTakeAsync(message, lost).ConfigureAwait(false))
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
            // The request is back in its queue already; its id makes the repeat harmless.
        }
    }

    /// <returns>Whether the request is done with; false to put it back.</returns>
    private async Task<bool> TryTakeAsync(BasicDeliverEventArgs message, CancellationToken lost)
    {
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                return await HandleAsync(message, lost).ConfigureAwait(false);
            }
            catch (Exception exception) when (!lost.IsCancellationRequested)
            {
                LogFailed(logger, wait, exception);
                metrics.RequestTaken("failed");
                await Task.Delay(wait, timeProvider, lost).ConfigureAwait(false);
                if (await DatabaseAnswersAsync(lost).ConfigureAwait(false))
                {
                    // Not the database's fault, then. The broker counts, and has an end of it.
                    return false;
                }
            }
        }
    }

    private async Task<bool> HandleAsync(BasicDeliverEventArgs message, CancellationToken lost)
    {
        var check = new RuleCheck();
        if (message.Body.Length > _options.MaxRequestBytes)
        {
            check.Add(new("", RuleCodes.TooLong, ("length", message.Body.Length), ("max", _options.MaxRequestBytes)));
            return await RefuseAsync(message, tenantId: null, check.Violations, lost).ConfigureAwait(false);
        }

        if (SendRequestReader.Read(message.Body, check) is not { } request)
        {
            return await RefuseAsync(message, tenantId: null, check.Violations, lost).ConfigureAwait(false);
        }

        var properties = message.BasicProperties;
        var whose = await resolver.ResolveAsync(
            new RequestSource(request.Tenant, HeaderText(properties, _options.TenantHeader), properties.UserId), lost).ConfigureAwait(false);
        if (!whose.IsKnown)
        {
            return await RefuseAsync(message, tenantId: null, [new("tenant", RuleCodes.Unknown)], lost).ConfigureAwait(false);
        }

        IReadOnlyList<NotificationReceipt> receipts;
        try
        {
            using var bound = tenant.Change(whose.Id);
            receipts = await scopes.InScopeAsync(s => s.GetRequiredService<IWeChatNotifier>().SendAsync(WithKeys(request.Notifications, properties.MessageId), lost)).ConfigureAwait(false);
        }
        catch (RuleViolationException refused)
        {
            return await RefuseAsync(message, whose.Id, refused.Violations, lost).ConfigureAwait(false);
        }

        metrics.RequestTaken("accepted");
        await events.AcceptedAsync(properties.MessageId, whose.Id, receipts, lost).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> RefuseAsync(BasicDeliverEventArgs message, Guid? tenantId, IReadOnlyList<RuleViolation> violations, CancellationToken lost)
    {
        if (!await dead.AddAsync(message, violations, lost).ConfigureAwait(false))
        {
            return false;
        }

        LogRefused(logger, violations.Count, violations[0].Rule);
        metrics.RequestTaken("refused");
        await events.RefusedAsync(message.BasicProperties.MessageId, tenantId, violations, lost).ConfigureAwait(false);
        return true;
    }

    /// <summary>A request with an id may come twice and creates nothing twice. Notifications that have keys of their own keep them.</summary>
    private static IReadOnlyCollection<Notification> WithKeys(IReadOnlyList<Notification> notifications, string? messageId)
    {
        if (string.IsNullOrEmpty(messageId))
        {
            return notifications;
        }

        // Of bounded length, whatever the sender's ids look like.
        var id = messageId.Length <= 100 && messageId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':')
            ? messageId
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)));
        return [.. notifications.Select((n, i) => n.DedupKey is null ? n with { DedupKey = $"rabbitmq:{id}:{i}" } : n)];
    }

    private async Task<bool> DatabaseAnswersAsync(CancellationToken lost)
    {
        try
        {
            using var allTenants = tenant.DisableFilter();
            await scopes.InScopeAsync(s => s.GetRequiredService<IAppCredentialRepository>().GetManyAsync([Guid.Empty], lost)).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return false;
        }
    }

    private static string? HeaderText(IReadOnlyBasicProperties properties, string name) => properties.Headers?.TryGetValue(name, out var value) == true
        ? value switch { byte[] bytes => Encoding.UTF8.GetString(bytes), string text => text, _ => null }
        : null;

    [LoggerMessage(6041, LogLevel.Warning, "A request from the queue was refused and is among the dead: {Count} broken rule(s), the first is {Rule}")]
    private static partial void LogRefused(ILogger logger, int count, string rule);

    [LoggerMessage(6042, LogLevel.Error, "A request from the queue met a fault; looking again in {Wait}")]
    private static partial void LogFailed(ILogger logger, TimeSpan wait, Exception exception);
}
