namespace WeChatNotifications.Events;

/// <summary>Names an event of the host in the catalogue of events, from which administrators choose what sends messages.</summary>
/// <param name="name">The name, such as <c>order-paid</c>: letters, digits, <c>- _ . :</c>. Mappings are stored with it, so it should stay.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, Inherited = false)]
public sealed class NotificationEventAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>What people read; null for the name.</summary>
    public string? Display { get; set; }
}
