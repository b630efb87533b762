using Volo.Abp.Localization;

namespace WeChatNotifications.Abp.Localization;

/// <summary>
/// The module's texts as an ABP localization resource: <c>IStringLocalizer&lt;WeChatNotificationsAbpResource&gt;</c> on the server,
/// <c>abp.localization.getResource('WeChatNotifications')</c> in a browser. A host replaces texts as in any ABP resource.
/// </summary>
[LocalizationResourceName(Name)]
public sealed class WeChatNotificationsAbpResource
{
    /// <summary>The resource's name, and the namespace of the module's error codes.</summary>
    public const string Name = "WeChatNotifications";

    private WeChatNotificationsAbpResource()
    {
    }
}
