using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using WeChatNotifications.Auditing;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Events;
using WeChatNotifications.Security;
using WeChatNotifications.Templates;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.EntityFrameworkCore.Auditing;

/// <summary>The one place that says whose changes are kept, what of them is noise, and what is secret.</summary>
internal static class AuditedEntities
{
    private static readonly FrozenDictionary<Type, AuditedEntity> All = new Dictionary<Type, AuditedEntity>
    {
        [typeof(AppCredential)] = new()
        {
            Kind = AuditedKind.AppCredential,
            NameOf = e => ((AppCredential)e).Name,
            Noise = Names(nameof(AppCredential.SecretHint), nameof(AppCredential.SecretVersion), nameof(AppCredential.PausedSince), nameof(AppCredential.TemplatesSyncedAt)),
            Secrets = new Dictionary<string, AuditedSecret>(StringComparer.Ordinal)
            {
                [nameof(AppCredential.ProtectedSecret)] = new("secret", SecretPurposes.AppSecret),
                [nameof(AppCredential.ProtectedCallbackToken)] = new("callbackToken", SecretPurposes.CallbackToken),
                [nameof(AppCredential.ProtectedEncodingAesKey)] = new("encodingAesKey", SecretPurposes.EncodingAesKey),
                [nameof(AppCredential.ProtectedPreviousAesKey)] = new("previousAesKey", SecretPurposes.EncodingAesKey),
            }.ToFrozenDictionary(StringComparer.Ordinal),
            ActionOf = PauseOf,
        },
        [typeof(MessageTemplate)] = new()
        {
            Kind = AuditedKind.MessageTemplate,
            NameOf = e => ((MessageTemplate)e).Name,
        },
        [typeof(DeliveryLog)] = new()
        {
            Kind = AuditedKind.Delivery,
            NameOf = e => ((DeliveryLog)e).TemplateName,

            // What became of a delivery stands in its own timeline, and what it says is nobody's business here.
            Noise = Names([.. typeof(DeliveryLog).GetProperties().Select(p => p.Name).Where(p => p != nameof(DeliveryLog.Status))]),
            TellsOfRows = false,
            ActionOf = RetryOrCancelOf,
        },
        [typeof(Broadcast)] = new()
        {
            Kind = AuditedKind.Broadcast,
            NameOf = e => ((Broadcast)e).Name,
            Noise = Names(
                nameof(Broadcast.Total), nameof(Broadcast.Cursor), nameof(Broadcast.Expanded), nameof(Broadcast.IsExpanded), nameof(Broadcast.NextSlot),
                nameof(Broadcast.MeasuredAt), nameof(Broadcast.MeasuredDone), nameof(Broadcast.Speed), nameof(Broadcast.StartedAt), nameof(Broadcast.FinishedAt)),
            ActionOf = StepOf,
        },
        [typeof(BroadcastSchedule)] = new()
        {
            Kind = AuditedKind.BroadcastSchedule,
            NameOf = e => ((BroadcastSchedule)e).Name,
            Noise = Names(nameof(BroadcastSchedule.NextAt), nameof(BroadcastSchedule.LastAt), nameof(BroadcastSchedule.LastBroadcastId), nameof(BroadcastSchedule.LastError)),
        },
        [typeof(EventMapping)] = new()
        {
            Kind = AuditedKind.EventMapping,
            NameOf = e => ((EventMapping)e).Name,
        },
        [typeof(TenantSettings)] = new()
        {
            Kind = AuditedKind.TenantLimits,
            NameOf = _ => null,
        },
    }.ToFrozenDictionary();

    /// <summary>The types whose changes are kept.</summary>
    public static IReadOnlyCollection<Type> Types => All.Keys;

    /// <summary>How changes of a type are told; null for one whose changes are not.</summary>
    public static AuditedEntity? Find(Type type) => All.GetValueOrDefault(type);

    private static AuditAction? PauseOf(EntityEntry entry)
    {
        var (before, after) = Values<PauseReason?>(entry, nameof(AppCredential.PauseReason));
        return before is null && after is not null ? AuditAction.Paused
            : before is not null && after is null && !entry.Property(nameof(AppCredential.SecretVersion)).IsModified ? AuditAction.Resumed
            : AuditAction.Changed;
    }

    /// <summary>Only what a person asks for: results of the engine and receipts are told by the delivery itself.</summary>
    private static AuditAction? RetryOrCancelOf(EntityEntry entry)
    {
        var delivery = (DeliveryLog)entry.Entity;
        var (before, after) = Values<DeliveryStatus>(entry, nameof(DeliveryLog.Status));
        if (before == after)
        {
            return null;
        }

        var wasFinished = entry.Property(nameof(DeliveryLog.FinishedAt)).OriginalValue is not null;
        return (after, delivery.Reason) switch
        {
            (DeliveryStatus.Pending, DeliveryReason.None) when wasFinished => AuditAction.Retried,
            (DeliveryStatus.Cancelled, DeliveryReason.CancelledByHand) => AuditAction.Cancelled,
            _ => null,
        };
    }

    private static AuditAction? StepOf(EntityEntry entry)
    {
        var (before, after) = Values<BroadcastStatus>(entry, nameof(Broadcast.Status));
        return after switch
        {
            _ when before == after => AuditAction.Changed,
            BroadcastStatus.Paused => AuditAction.Paused,
            BroadcastStatus.Cancelled => AuditAction.Cancelled,
            BroadcastStatus.Completed or BroadcastStatus.Failed => AuditAction.Ended,
            BroadcastStatus.Running or BroadcastStatus.Scheduled when before is BroadcastStatus.Paused or BroadcastStatus.Failed => AuditAction.Resumed,
            BroadcastStatus.Running or BroadcastStatus.Scheduled => AuditAction.Started,
            _ => AuditAction.Changed,
        };
    }

    private static (T Before, T After) Values<T>(EntityEntry entry, string property)
        => entry.Property(property) is var value ? ((T)value.OriginalValue!, (T)value.CurrentValue!) : default;

    private static FrozenSet<string> Names(params ReadOnlySpan<string> names) => FrozenSet.Create(StringComparer.Ordinal, names);
}
