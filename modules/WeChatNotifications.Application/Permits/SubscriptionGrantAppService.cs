using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Paging;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Permits;

internal sealed class SubscriptionGrantAppService(
    ISubscriptionGrantRepository grants, IMessageTemplateRepository templates, IAppCredentialRepository credentials, TimeProvider timeProvider)
    : ISubscriptionGrantAppService
{
    private const int MaxOpenIds = 500;
    private const int MaxTemplates = 100;

    public async Task ReportAsync(ReportGrantsDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var check = new RuleCheck();
        var decisions = input.Decisions ?? [];
        if (decisions.Count == 0)
        {
            check.Add(new("decisions", RuleCodes.Required));
        }
        else if (decisions.Count > SubscriptionGrantLimits.MaxReportEntries)
        {
            check.Add(new("decisions", RuleCodes.TooMany, ("count", decisions.Count), ("max", SubscriptionGrantLimits.MaxReportEntries)));
        }

        if (input.AppCredentialId == Guid.Empty)
        {
            check.Add(new("appCredentialId", RuleCodes.Required));
        }
        else if ((await credentials.GetManyAsync([input.AppCredentialId], cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            check.Add(new("appCredentialId", RuleCodes.Unknown, ("value", input.AppCredentialId)));
        }

        check.ThrowIfBroken();
        var known = await templates.ListAsync(input.AppCredentialId, cancellationToken).ConfigureAwait(false);
        var reports = decisions.Select((decision, i) => ReportOf(decision, $"decisions[{i}]", known, check)).ToList();
        check.ThrowIfBroken();
        await grants.RecordAsync(input.AppCredentialId, reports, timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    public async Task<CursorPage<SubscriptionGrantDto>> ListAsync(GrantQueryDto query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var check = new RuleCheck();
        check.Range(query.PageSize, "pageSize", 1, DeliveryLimits.MaxPageSize);
        AtMost(query.OpenIds, MaxOpenIds, "openId", check);
        AtMost(query.Templates, MaxTemplates, "template", check);
        var after = PageCursor.Read(query.Cursor, check);
        check.ThrowIfBroken();

        var filter = new GrantFilter(query.AppCredentialId, query.OpenIds, await WeChatIdsAsync(query, cancellationToken).ConfigureAwait(false));
        var rows = await grants.ListAsync(filter, after, query.PageSize + 1, cancellationToken).ConfigureAwait(false);
        return PageCursor.Page(rows, query.PageSize, ToDto);
    }

    private static GrantReport ReportOf(GrantDecisionDto? decision, string path, IReadOnlyList<MessageTemplate> known, RuleCheck check)
    {
        decision ??= new();
        var openId = check.Text(decision.OpenId, path + ".openId", DeliveryLimits.OpenIdLength);
        var name = check.Text(decision.Template, path + ".template", MessageTemplateLimits.NameLength);
        var decided = decision.Decision ?? GrantDecision.Filtered;
        if (decision.Decision is null)
        {
            check.Add(new(path + ".decision", RuleCodes.Required));
        }

        check.Defined(decided, path + ".decision");
        check.Range(decision.Accepts, path + ".accepts", 1, SubscriptionGrantLimits.MaxAcceptsPerReport);
        var template = known.FirstOrDefault(t => t.Name == name) ?? known.FirstOrDefault(t => t.WeChatTemplateId == name);
        if (template is null && name.Length > 0)
        {
            check.Add(new(path + ".template", RuleCodes.Unknown, ("value", name)));
        }

        return new GrantReport(
            openId, template?.WeChatTemplateId ?? name, template?.SubscriptionKind == SubscriptionKind.LongTerm, decided, decision.Accepts);
    }

    private async Task<IReadOnlyCollection<string>?> WeChatIdsAsync(GrantQueryDto query, CancellationToken cancellationToken)
    {
        if (query.Templates is not { Count: > 0 } names)
        {
            return null;
        }

        // A word that is no logical name is taken for WeChat's id: ledgers outlive the templates they were opened for.
        var known = await templates.ListAsync(query.AppCredentialId, cancellationToken).ConfigureAwait(false);
        var ids = known.ToLookup(t => t.Name, t => t.WeChatTemplateId, StringComparer.Ordinal);
        return [.. names.SelectMany(n => ids.Contains(n) ? ids[n] : [n]).Distinct(StringComparer.Ordinal)];
    }

    private static void AtMost(IReadOnlyList<string>? values, int max, string field, RuleCheck check)
    {
        if (values?.Count > max)
        {
            check.Add(new(field, RuleCodes.TooMany, ("count", values.Count), ("max", max)));
        }
    }

    private static SubscriptionGrantDto ToDto(SubscriptionGrant grant) => new(
        grant.AppCredentialId, grant.OpenId, grant.WeChatTemplateId, grant.Remaining, grant.IsLongTerm, grant.AllowsSending,
        grant.LastDecision, grant.UpdatedAt);
}
