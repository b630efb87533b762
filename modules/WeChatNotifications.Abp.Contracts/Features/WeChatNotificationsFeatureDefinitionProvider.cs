using Volo.Abp.Features;
using Volo.Abp.Localization;
using Volo.Abp.Validation.StringValues;
using WeChatNotifications.Abp.Localization;

namespace WeChatNotifications.Abp.Features;

/// <summary>Defines the module's features.</summary>
public sealed class WeChatNotificationsFeatureDefinitionProvider : FeatureDefinitionProvider
{
    /// <inheritdoc />
    public override void Define(IFeatureDefinitionContext context)
        => context.AddGroup(WeChatNotificationsFeatures.GroupName, TextOf("WeChatNotifications")).AddFeature(
            WeChatNotificationsFeatures.Sending, "true", TextOf("Sending"), TextOf("Sending.Description"), new ToggleStringValueType());

    private static LocalizableString TextOf(string feature) => LocalizableString.Create<WeChatNotificationsAbpResource>("Feature:" + feature);
}
