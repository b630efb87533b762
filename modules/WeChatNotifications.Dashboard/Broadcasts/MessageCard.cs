using WeChatNotifications.Broadcasts;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Broadcasts;

/// <summary>A message as users see it.</summary>
/// <param name="Preview">What it says.</param>
/// <param name="Template">Its template; null when it is gone.</param>
public sealed record MessageCard(BroadcastPreviewDto Preview, MessageTemplateDto? Template)
{
    /// <summary>What stands above it.</summary>
    public string Title => Template?.Title ?? Template?.Name ?? "";

    /// <summary>What stands before a value: WeChat shows the field's label, which is its name where the template was taken over from WeChat.</summary>
    public string LabelOf(string key) => Template?.Fields?.FirstOrDefault(f => f.Key == key)?.Name ?? key;
}
