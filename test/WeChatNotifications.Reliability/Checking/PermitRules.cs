namespace WeChatNotifications.Reliability.Checking;

/// <summary>A form id pays for as many messages as it is worth, of its own user; accepts are never spent beyond what was given.</summary>
internal static class PermitRules
{
    public const string FormIdTwice = "form id spent twice";
    public const string FormIdBooks = "form id books differ";
    public const string GrantOverspent = "grant overspent";
    public const string GrantBooks = "grant books differ";

    public static void Check(Evidence evidence, List<Violation> violations)
    {
        CheckFormIds(evidence, violations);
        CheckGrants(evidence, violations);
    }

    private static void CheckFormIds(Evidence evidence, List<Violation> violations)
    {
        violations.AddRange(evidence.Arrivals.Where(a => a.FormId.Length > 0).GroupBy(a => a.FormId, StringComparer.Ordinal)
            .Where(g => g.Count() > 1)
            .Select(g => new Violation(FormIdTwice, $"{g.Key} paid for {string.Join(" and ", g.Select(a => $"{a.Marker} to {a.OpenId}"))}")));
        var spent = evidence.Arrivals.Where(a => a.FormId.Length > 0).Select(a => a.FormId).ToHashSet(StringComparer.Ordinal);
        foreach (var permit in evidence.FormIds)
        {
            // One that WeChat has taken must not be offered again; one that it has not must not be gone, unless a delivery still holds it.
            if (permit is { UsesAtWeChat: 0, UsesHere: > 0 } or { UsesAtWeChat: > 0, UsesHere: 0, Bound: 0 })
            {
                violations.Add(new(FormIdBooks, $"{permit.FormId} of {permit.OpenId}: WeChat has {permit.UsesAtWeChat} uses left, the module {permit.UsesHere}, bound to {permit.Bound}"));
            }

            if (permit.UsesAtWeChat == 0 != spent.Contains(permit.FormId) && permit.UsesAtWeChat is not null)
            {
                violations.Add(new(FormIdBooks, $"{permit.FormId} of {permit.OpenId} has {permit.UsesAtWeChat} uses at WeChat, which does not fit its messages"));
            }
        }
    }

    private static void CheckGrants(Evidence evidence, List<Violation> violations)
    {
        var ledgers = evidence.GrantLedgers.ToDictionary(g => (g.AppId, g.OpenId, g.WeChatTemplateId));
        var arrived = evidence.Arrivals.ToLookup(a => (a.AppId, a.OpenId));
        var rows = evidence.Log.ToLookup(r => r.OpenId, StringComparer.Ordinal);
        foreach (var grant in evidence.Grants)
        {
            var messages = arrived[(grant.AppId, grant.OpenId)].ToList();
            if (messages.Count > grant.Given)
            {
                violations.Add(new(GrantOverspent, $"{grant.OpenId} gave {grant.Given} accepts and got {messages.Count} messages"));
            }

            // WeChat's refusal settles the ledger at 0; until then it follows the messages that were recorded as sent.
            if (grant.Reported is { } reported && ledgers.TryGetValue((grant.AppId, grant.OpenId, grant.WeChatTemplateId), out var ledger))
            {
                var sent = rows[grant.OpenId].Count(Checker.IsSent);
                var refused = rows[grant.OpenId].Any(r => r.Status == LogStatus.Skipped);
                var expected = refused ? 0 : Math.Max(0, reported - sent);
                if (ledger.LeftHere != expected || ledger.LeftAtWeChat != grant.Given - messages.Count)
                {
                    violations.Add(new(GrantBooks,
                        $"{grant.OpenId} gave {grant.Given} ({reported} reported), {sent} sent, {messages.Count} arrived: the module has {ledger.LeftHere} left, not {expected}, WeChat {ledger.LeftAtWeChat}"));
                }
            }
        }
    }
}
