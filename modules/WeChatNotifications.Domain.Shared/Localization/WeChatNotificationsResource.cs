namespace WeChatNotifications.Localization;

/// <summary>Marks the texts of the module. They are embedded as <c>WeChatNotifications.Localization.{culture}.json</c> in ABP's JSON format.</summary>
public sealed class WeChatNotificationsResource
{
    private WeChatNotificationsResource()
    {
    }
}
