namespace WeChatNotifications.Reliability.Checking;

/// <summary>After the last host has stopped in good order nobody holds anything that would keep the next one waiting, and no token was fetched without a reason.</summary>
internal static class LeaseRules
{
    public const string HeldByTheDead = "held by the dead";
    public const string TooManyTokens = "too many tokens";

    /// <summary>Clocks differ a little, and a run of a job takes its time.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    public static void Check(Evidence evidence, List<Violation> violations)
    {
        violations.AddRange(evidence.Leases.Where(l => l.Until > evidence.Now + l.Longest + Tolerance)
            .Select(l => new Violation(HeldByTheDead, $"{l.Name} until {l.Until:O}, and it is {evidence.Now:O}")));
        violations.AddRange(evidence.Tokens.Where(t => t.Calls > t.Explained)
            .Select(t => new Violation(TooManyTokens, $"{t.AppId}: {t.Calls} token calls, of which {t.Explained} have a reason")));
    }
}
