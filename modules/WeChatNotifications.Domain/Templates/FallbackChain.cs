using WeChatNotifications.Rules;

namespace WeChatNotifications.Templates;

/// <summary>Rules of templates that take over from each other.</summary>
public static class FallbackChain
{
    /// <summary>Checks the chain that a template would be part of: its fallback exists, nothing leads back, and nobody's chain gets too long.</summary>
    /// <param name="id">The template; null for a new one.</param>
    /// <param name="name">What it will be called.</param>
    /// <param name="fallbackId">The template that shall take over from it.</param>
    /// <param name="templates">All templates of the tenant.</param>
    /// <param name="check">Where to say what is wrong.</param>
    public static void Check(Guid? id, string name, Guid fallbackId, IReadOnlyList<MessageTemplate> templates, RuleCheck check)
    {
        var byId = templates.ToDictionary(t => t.Id);
        if (!byId.ContainsKey(fallbackId))
        {
            check.Add(new("fallbackTemplateId", RuleCodes.Unknown, ("value", fallbackId)));
            return;
        }

        var names = new List<string> { name };
        var seen = new HashSet<Guid>();
        for (Guid? next = fallbackId; next is { } step && byId.TryGetValue(step, out var template); next = template.FallbackTemplateId)
        {
            names.Add(step == id ? name : template.Name);
            if (step == id || !seen.Add(step))
            {
                check.Add(new("fallbackTemplateId", RuleCodes.FallbackCycle, ("chain", string.Join(" → ", names))));
                return;
            }
        }

        var length = names.Count + LongestBefore(id, templates, MessageTemplateLimits.MaxChainLength);
        if (length > MessageTemplateLimits.MaxChainLength)
        {
            check.Add(new("fallbackTemplateId", RuleCodes.ChainTooLong, ("count", length), ("max", MessageTemplateLimits.MaxChainLength)));
        }
    }

    /// <summary>How many templates lead to this one at most.</summary>
    private static int LongestBefore(Guid? id, IReadOnlyList<MessageTemplate> templates, int most)
        => id is null || most == 0
            ? 0
            : templates.Where(t => t.FallbackTemplateId == id).Select(t => 1 + LongestBefore(t.Id, templates, most - 1)).DefaultIfEmpty(0).Max();
}
