using System.Diagnostics.CodeAnalysis;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Subscribe;

namespace WeChatNotifications.Simulator.OfficialAccount;

/// <summary>
/// What official accounts' template messages ask of their data. Keys of the newer templates have types with the limits of subscribe
/// messages; the older ones (first, keyword1, remark, or words without a number) are free text and may be left out.
/// </summary>
internal static class OfficialTemplateData
{
    /// <param name="text">WeChat's words for the first bad field in the template's order.</param>
    public static bool HasFault(SimulatedTemplate template, OfficialTemplateRequest content, [NotNullWhen(true)] out string? text)
    {
        foreach (var field in template.Fields)
        {
            if (content.Data.Count == 0 || (IsTyped(field) && !IsValid(field, content)))
            {
                text = $"{field.Key}.DATA is invalid";
                return true;
            }
        }

        text = null;
        return false;
    }

    private static bool IsTyped(TemplateField field) => field.Type is not (FieldType.Text or FieldType.Unknown) && char.IsAsciiDigit(field.Key[^1]);

    private static bool IsValid(TemplateField field, OfficialTemplateRequest content) =>
        content.TryFind(field.Key, out var entry) && entry.IsText && !string.IsNullOrEmpty(entry.Value) && ValueRules.Accepts(field, entry.Value);
}
