using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Volo.Abp.DependencyInjection;
using Volo.Abp.EventBus.Distributed;
using Volo.Abp.MultiTenancy;
using Volo.Abp.Uow;
using WeChatNotifications.Abp.Json;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;
using WeChatNotifications.Sending;

namespace WeChatNotifications.Abp.Events;

/// <summary>The way in from other services: queues what a <see cref="SendWeChatNotificationEto"/> asks for, once.</summary>
internal sealed partial class SendWeChatNotificationHandler(
    IWeChatNotifier notifier, ICurrentTenant currentTenant, IUnitOfWorkManager unitsOfWork, IDistributedEventBus events, IModuleTexts texts,
    ILogger<SendWeChatNotificationHandler> logger)
    : IDistributedEventHandler<SendWeChatNotificationEto>, ITransientDependency
{
    public async Task HandleEventAsync(SendWeChatNotificationEto eventData)
    {
        ArgumentNullException.ThrowIfNull(eventData);
        using var tenant = currentTenant.Change(eventData.TenantId);
        using var unitOfWork = unitsOfWork.Begin(requiresNew: false, isTransactional: true);
        try
        {
            await notifier.SendAsync(NotificationOf(eventData)).ConfigureAwait(false);
        }
        catch (RuleViolationException exception)
        {
            // Delivered again it would break the same rule again. Its sender hears of it; the bus does not.
            LogRejected(logger, eventData.Id, eventData.Template, exception.Message);
            await events.PublishAsync(new WeChatNotificationRejectedEto
            {
                Id = eventData.Id,
                TenantId = eventData.TenantId,
                Template = eventData.Template,
                Errors = [.. exception.Violations.Select(texts.Of)],
            }).ConfigureAwait(false);
        }

        await unitOfWork.CompleteAsync().ConfigureAwait(false);
    }

    private static Notification NotificationOf(SendWeChatNotificationEto eto)
    {
        var data = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in eto.ExtraProperties.Concat(eto.Data))
        {
            // An extra property that has come over a broker is still the JSON it was.
            data[name] = value is JsonElement json ? PlainValuesJsonConverter.ValueOf(json) : value;
        }

        return new()
        {
            Template = eto.Template,
            To = NotificationRecipients.OpenIds(eto.OpenIds).And(NotificationRecipients.UserIds(eto.UserIds)),
            Data = data,
            Keywords = eto.Keywords,
            NotBefore = eto.NotBefore,
            ExpiresAt = eto.ExpiresAt,
            Priority = eto.Priority,
            DedupKey = eto.DedupKey ?? "eto:" + eto.Id.ToString("N", CultureInfo.InvariantCulture),
        };
    }

    [LoggerMessage(5001, LogLevel.Error, "The notification {Id} with template {Template} from the event bus was not queued: {Violations}")]
    private static partial void LogRejected(ILogger logger, Guid id, string template, string violations);
}
