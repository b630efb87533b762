using WeChatNotifications.Permits;

namespace WeChatNotifications.Dashboard.Pages.Permits;

/// <summary>What one user of one app allows.</summary>
/// <param name="Grants">Ledgers; null when whoever looks may not see them.</param>
/// <param name="FormIds">Form ids; null for none.</param>
/// <param name="Names">Logical names by WeChat's template id.</param>
public sealed record BalancesView(IReadOnlyList<SubscriptionGrantDto>? Grants, FormIdBalanceDto? FormIds, ILookup<string, string>? Names)
{
    /// <summary>The logical names of a template; none when it was removed.</summary>
    public IEnumerable<string> NamesOf(string weChatTemplateId) => Names?[weChatTemplateId] ?? [];
}
