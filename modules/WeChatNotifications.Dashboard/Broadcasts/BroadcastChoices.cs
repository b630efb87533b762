using Microsoft.AspNetCore.Mvc.Rendering;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Dashboard.Texts;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Dashboard.Broadcasts;

/// <summary>What one may choose among in the forms of broadcasts.</summary>
public static class BroadcastChoices
{
    /// <summary>The templates that can send, and the one that is chosen already.</summary>
    public static IReadOnlyList<SelectListItem> Templates(IReadOnlyList<MessageTemplateDto> templates, IReadOnlyList<AppCredentialDto> apps, string? chosen)
        => [.. templates.Where(t => t is { IsEnabled: true, IsRetired: false } || t.Name == chosen).Select(t => new SelectListItem(TextOf(t, apps), t.Name))];

    /// <summary>The kinds of audience; a source only where the host has one.</summary>
    public static IReadOnlyList<SelectListItem> Kinds(DashboardTexts texts, bool withSource, bool withList)
        => [.. Enum.GetValues<AudienceKind>().Where(k => (withSource || k != AudienceKind.Source) && (withList || k != AudienceKind.List))
            .Select(k => new SelectListItem(texts["Broadcasts.Kind" + k], k.ToString()))];

    /// <summary>The host's sources.</summary>
    public static IEnumerable<SelectListItem> Sources(IEnumerable<AudienceSourceDto> sources) => sources.Select(s => new SelectListItem(s.Name, s.Name));

    private static string TextOf(MessageTemplateDto template, IReadOnlyList<AppCredentialDto> apps)
    {
        var app = apps.FirstOrDefault(a => a.Id == template.AppCredentialId)?.Name;
        return string.Join(" · ", new[] { template.Name, template.Title, app }.Where(t => !string.IsNullOrEmpty(t)));
    }
}
