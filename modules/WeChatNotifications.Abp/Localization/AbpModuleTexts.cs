using Microsoft.Extensions.Localization;
using WeChatNotifications.Abp.Localization;
using WeChatNotifications.Localization;

namespace WeChatNotifications.Abp.Localization;

/// <summary>Looks texts up in the ABP resource first, so that what a host replaces there also stands in answers and explanations.</summary>
internal static class AbpModuleTexts
{
    public static IModuleTexts Over(IStringLocalizer<WeChatNotificationsAbpResource> localizer) => new ModuleTexts(key =>
        localizer[key] is { ResourceNotFound: false } text ? text.Value : null);
}
