using WeChatNotifications.Localization;
using WeChatNotifications.Permits;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.MiniProgram;

/// <summary>Takes a report apart: what is good, what is wrong and why. Nothing is stored here.</summary>
internal sealed class PermitReportCheck(MiniProgramUser user, IReadOnlyList<MessageTemplate> templates, PermitOptions options, IModuleTexts texts, DateTimeOffset now)
{
    private readonly ILookup<string, MessageTemplate> _templates =
        templates.Where(t => t.Channel == MessageChannel.SubscribeMessage).ToLookup(t => t.WeChatTemplateId, StringComparer.Ordinal);

    private readonly List<RefusedPermitDto> _refused = [];

    public List<FormIdRecord> FormIds { get; } = [];

    public List<GrantReport> Decisions { get; } = [];

    public IReadOnlyList<RefusedPermitDto> Refused => _refused;

    public int Mock { get; private set; }

    public void Read(PermitReport report)
    {
        foreach (var (index, item) in report.FormIds.Index())
        {
            Read(item, "formIds", index, "formId", FormIdKind.FormId, uses: 1);
        }

        foreach (var (index, item) in report.PrepayIds.Index())
        {
            Read(item, "prepayIds", index, "prepayId", FormIdKind.PrepayId, options.PrepayIdUses);
        }

        foreach (var (index, item) in report.Subscriptions.Index())
        {
            Read(item, index);
        }
    }

    private void Read(ReportedFormId item, string list, int index, string property, FormIdKind kind, int uses)
    {
        if (Unreadable(item.UnreadableProperty, list, index))
        {
            return;
        }

        if (FormIdRules.IsMock(item.Id))
        {
            Mock++;
            return;
        }

        var check = new RuleCheck();
        var field = $"{list}[{index}].{property}";
        var id = FormIdRules.Check(item.Id, field, check);
        var at = FormIdRules.CollectedAt(item.At, now);
        if (options.IsTooOld(at, now))
        {
            check.Add(new(field, RuleCodes.FormIdExpired));
        }

        if (check.IsClean)
        {
            FormIds.Add(FormIdRecord.Collect(user.TenantId, user.AppCredentialId, user.OpenId, id, kind, uses, at, options.FormIdLifetime, now));
        }
        else
        {
            Refuse(list, index, check.Violations[0]);
        }
    }

    private void Read(ReportedSubscription item, int index)
    {
        const string List = "subscriptions";
        if (Unreadable(item.UnreadableProperty, List, index))
        {
            return;
        }

        if (item.Results.Count is 0 or > PermitReport.MaxResults)
        {
            var field = $"{List}[{index}].results";
            Refuse(List, index, item.Results.Count == 0
                ? new(field, RuleCodes.Required)
                : new(field, RuleCodes.TooMany, ("count", item.Results.Count), ("max", PermitReport.MaxResults)));
            return;
        }

        foreach (var (template, word) in item.Results)
        {
            var field = $"{List}[{index}].results.{template}";
            if (_templates[template].FirstOrDefault() is not { } known)
            {
                // Else anybody could fill the ledgers with templates that nobody has.
                Refuse(List, index, new(field, RuleCodes.Unknown, ("value", template)));
            }
            else if (DecisionOf(word) is not { } decision)
            {
                Refuse(List, index, new(field, RuleCodes.NotAllowed, ("allowed", "accept, reject, ban, filter")));
            }
            else
            {
                Decisions.Add(new GrantReport(user.OpenId, template, known.SubscriptionKind == SubscriptionKind.LongTerm, decision, Accepts: 1)
                {
                    Source = GrantSource.MiniProgram,
                    At = FormIdRules.CollectedAt(item.At, now),
                });
            }
        }
    }

    /// <summary>WeChat has several words for an accept: with sound, with an alert, pushed.</summary>
    private static GrantDecision? DecisionOf(string? word) => word switch
    {
        { } accept when accept.StartsWith("accept", StringComparison.Ordinal) => GrantDecision.Accepted,
        "reject" => GrantDecision.Rejected,
        "ban" => GrantDecision.Banned,
        "filter" => GrantDecision.Filtered,
        _ => null,
    };

    private bool Unreadable(string? property, string list, int index)
    {
        if (property is null)
        {
            return false;
        }

        var expected = property switch { "" => "Object", "at" or "collectedAt" or "paidAt" => "Moment", "results" => "Results", _ => "Text" };
        var field = $"{list}[{index}]" + (property.Length > 0 ? "." + property : "");
        Refuse(list, index, new(field, RuleCodes.JsonType, ("expected", "L:JsonType:" + expected)));
        return true;
    }

    private void Refuse(string list, int index, RuleViolation violation)
    {
        var told = texts.Of(violation);
        _refused.Add(new RefusedPermitDto(list, index, told.Rule, told.Message));
    }
}
