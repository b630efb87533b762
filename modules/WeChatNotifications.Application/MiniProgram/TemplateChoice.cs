using WeChatNotifications.Permits;
using WeChatNotifications.Templates;

namespace WeChatNotifications.MiniProgram;

/// <summary>Chooses which templates a mini program should ask its user for.</summary>
internal static class TemplateChoice
{
    /// <summary>
    /// The dialog takes templates of one kind only, and shows one of each title; a long-term subscription that is in force needs no asking.
    /// The fewest messages left come first; what the user refused last, or WeChat banned, comes last among equals.
    /// </summary>
    /// <param name="templates">The app's templates.</param>
    /// <param name="grants">What the user allowed.</param>
    /// <param name="max">At most so many.</param>
    public static IReadOnlyList<TemplateToAskForDto> Of(IEnumerable<MessageTemplate> templates, IEnumerable<SubscriptionGrant> grants, int max)
    {
        var ledgers = grants.ToDictionary(g => g.WeChatTemplateId, StringComparer.Ordinal);
        var candidates = templates
            .Where(t => t is { IsEnabled: true, Channel: MessageChannel.SubscribeMessage })
            .DistinctBy(t => t.WeChatTemplateId, StringComparer.Ordinal)
            .Select(t => new Candidate(t, ledgers.GetValueOrDefault(t.WeChatTemplateId)))
            .Where(c => !c.IsInForce)
            .OrderBy(c => c.Balance).ThenBy(c => c.IsUnwanted).ThenBy(c => c.Template.Name, StringComparer.Ordinal)
            .ToList();
        return
        [
            .. candidates.Where(c => c.Template.SubscriptionKind == candidates[0].Template.SubscriptionKind)
                .DistinctBy(c => c.Template.Title ?? c.Template.WeChatTemplateId, StringComparer.Ordinal)
                .Take(max)
                .Select(c => new TemplateToAskForDto(c.Template.WeChatTemplateId, c.Template.Name, c.Template.Title, c.Balance, c.IsLongTerm)),
        ];
    }

    private sealed record Candidate(MessageTemplate Template, SubscriptionGrant? Grant)
    {
        public bool IsLongTerm => Template.SubscriptionKind == SubscriptionKind.LongTerm;

        public int Balance => IsLongTerm ? 0 : Grant?.Remaining ?? 0;

        public bool IsInForce => IsLongTerm && Grant is { IsLongTerm: true, AllowsSending: true };

        public bool IsUnwanted => Grant?.LastDecision is GrantDecision.Rejected or GrantDecision.Banned;
    }
}
