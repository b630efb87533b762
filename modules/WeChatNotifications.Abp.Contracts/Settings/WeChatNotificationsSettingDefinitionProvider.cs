using Volo.Abp.Localization;
using Volo.Abp.Settings;
using WeChatNotifications.Abp.Localization;

namespace WeChatNotifications.Abp.Settings;

/// <summary>Defines the module's settings.</summary>
public sealed class WeChatNotificationsSettingDefinitionProvider : SettingDefinitionProvider
{
    /// <inheritdoc />
    public override void Define(ISettingDefinitionContext context)
        => context.Add(new SettingDefinition(
            WeChatNotificationsSettings.DefaultTimeToLive,
            defaultValue: null,
            TextOf("DefaultTimeToLive"),
            TextOf("DefaultTimeToLive.Description")));

    private static LocalizableString TextOf(string setting) => LocalizableString.Create<WeChatNotificationsAbpResource>("Setting:" + setting);
}
