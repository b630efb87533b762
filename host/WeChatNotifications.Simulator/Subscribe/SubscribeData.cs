using System.Diagnostics.CodeAnalysis;
using WeChatNotifications.Simulator.Accounts;
using WeChatNotifications.Simulator.Sending;

namespace WeChatNotifications.Simulator.Subscribe;

/// <summary>What subscribe messages ask of their data: every key of the template, each with a value its type takes.</summary>
internal static class SubscribeData
{
    /// <param name="text">WeChat's words for the first bad field in the template's order.</param>
    public static bool HasFault(SimulatedTemplate template, MessageRequest content, [NotNullWhen(true)] out string? text)
    {
        foreach (var field in template.Fields)
        {
            if (!content.TryFind(field.Key, out var entry) || (entry.IsText && string.IsNullOrEmpty(entry.Value)))
            {
                text = field.EmptyText;
                return true;
            }

            if (!entry.IsText || !ValueRules.Accepts(field, entry.Value!))
            {
                text = field.InvalidText;
                return true;
            }
        }

        text = null;
        return false;
    }
}
