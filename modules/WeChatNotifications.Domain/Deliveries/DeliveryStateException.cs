using WeChatNotifications.Rules;

namespace WeChatNotifications.Deliveries;

/// <summary>The delivery is in a state that does not allow the operation.</summary>
public sealed class DeliveryStateException(DeliveryStatus status, string operation, params DeliveryStatus[] allowed)
    : WeChatNotificationsException(
        WeChatNotificationsErrorCodes.DeliveryState,
        $"The delivery is {status}; {operation} is possible only when it is {string.Join(" or ", allowed)}.",
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["status"] = "L:Status:" + status,
            ["operation"] = "L:Operation:" + operation,
            ["allowed"] = string.Join('|', allowed.Select(a => "L:Status:" + a)),
        })
{
    /// <summary>The state that was in the way.</summary>
    public DeliveryStatus Status { get; } = status;

    internal static void ThrowUnless(DeliveryStatus status, string operation, DeliveryStatus[] allowed)
    {
        if (!allowed.Contains(status))
        {
            throw new DeliveryStateException(status, operation, allowed);
        }
    }
}
