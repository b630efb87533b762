using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.Permits;

/// <summary>What <see cref="SubscriptionGrant.Record"/> does, as statements that many nodes may run at once: each reads what the one before it wrote.</summary>
internal static class GrantUpdates
{
    /// <summary>Applies reports in their order.</summary>
    /// <param name="ledger">The one ledger they are about.</param>
    /// <param name="reports">The reports.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    /// <returns>Whether there is such a ledger.</returns>
    public static async Task<bool> TryApplyAsync(
        IQueryable<SubscriptionGrant> ledger, IReadOnlyList<GrantReport> reports, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var report in reports)
        {
            if (await ApplyAsync(ledger, report, now, cancellationToken).ConfigureAwait(false) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static Task<int> ApplyAsync(IQueryable<SubscriptionGrant> ledger, GrantReport report, DateTimeOffset now, CancellationToken cancellationToken)
        => report switch
        {
            { Decision: GrantDecision.Accepted, Source: GrantSource.MiniProgram } => AcceptOfMiniProgramAsync(ledger, report, now, cancellationToken),
            { Decision: GrantDecision.Accepted, Source: GrantSource.Callback } => AcceptOfCallbackAsync(ledger, report, now, cancellationToken),
            { Decision: GrantDecision.Accepted } => AcceptAsync(ledger, report, now, cancellationToken),
            _ => DecideAsync(ledger, report, now, cancellationToken),
        };

    private static Task<int> DecideAsync(IQueryable<SubscriptionGrant> ledger, GrantReport report, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (longTerm, decision) = (report.IsLongTerm, report.Decision);
        var empties = decision is GrantDecision.UsedUp or GrantDecision.Withdrawn;
        var isFiltered = decision == GrantDecision.Filtered;
        return ledger.ExecuteUpdateAsync(
            g => g
                .SetProperty(x => x.Remaining, x => empties ? 0 : x.Remaining)
                .SetProperty(x => x.IsLongTerm, x => longTerm ?? x.IsLongTerm)
                .SetProperty(x => x.LastDecision, x => isFiltered && (longTerm ?? x.IsLongTerm) ? x.LastDecision : decision)
                .SetProperty(x => x.UpdatedAt, now),
            cancellationToken);
    }

    private static Task<int> AcceptAsync(IQueryable<SubscriptionGrant> ledger, GrantReport report, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (longTerm, accepts, most) = (report.IsLongTerm, report.Accepts, int.MaxValue - report.Accepts);
        return ledger.ExecuteUpdateAsync(
            g => g
                .SetProperty(x => x.Remaining, x => (longTerm ?? x.IsLongTerm) ? x.Remaining : x.Remaining > most ? int.MaxValue : x.Remaining + accepts)
                .SetProperty(x => x.IsLongTerm, x => longTerm ?? x.IsLongTerm)
                .SetProperty(x => x.LastDecision, GrantDecision.Accepted)
                .SetProperty(x => x.UpdatedAt, now),
            cancellationToken);
    }

    /// <summary>The mini program tells: accepts that WeChat told of before are in the ledger already.</summary>
    private static Task<int> AcceptOfMiniProgramAsync(IQueryable<SubscriptionGrant> ledger, GrantReport report, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (longTerm, accepts, most) = (report.IsLongTerm, report.Accepts, int.MaxValue - report.Accepts);
        var (at, earliest, latest) = WindowOf(report, now);
        return ledger.ExecuteUpdateAsync(
            g => g
                .SetProperty(
                    x => x.Remaining,
                    x => (longTerm ?? x.IsLongTerm) ? x.Remaining
                        : x.Remaining > most ? int.MaxValue
                        : x.Remaining + accepts - (x.EventAt >= earliest && x.EventAt <= latest ? (x.UnmatchedEvents < accepts ? x.UnmatchedEvents : accepts) : 0))
                .SetProperty(
                    x => x.UnmatchedEvents,
                    x => x.UnmatchedEvents - (x.EventAt >= earliest && x.EventAt <= latest ? (x.UnmatchedEvents < accepts ? x.UnmatchedEvents : accepts) : 0))
                .SetProperty(
                    x => x.UnmatchedReports,
                    x => (x.ReportedAt >= earliest ? x.UnmatchedReports : 0)
                        + accepts - (x.EventAt >= earliest && x.EventAt <= latest ? (x.UnmatchedEvents < accepts ? x.UnmatchedEvents : accepts) : 0))
                .SetProperty(
                    x => x.ReportedAt,
                    x => (x.ReportedAt != null && x.ReportedAt > at) || (x.EventAt >= earliest && x.EventAt <= latest && x.UnmatchedEvents >= accepts) ? x.ReportedAt : at)
                .SetProperty(x => x.IsLongTerm, x => longTerm ?? x.IsLongTerm)
                .SetProperty(x => x.LastDecision, GrantDecision.Accepted)
                .SetProperty(x => x.UpdatedAt, now),
            cancellationToken);
    }

    /// <summary>WeChat tells: accepts that the mini program reported before are in the ledger already.</summary>
    private static Task<int> AcceptOfCallbackAsync(IQueryable<SubscriptionGrant> ledger, GrantReport report, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (longTerm, accepts, most) = (report.IsLongTerm, report.Accepts, int.MaxValue - report.Accepts);
        var (at, earliest, latest) = WindowOf(report, now);
        return ledger.ExecuteUpdateAsync(
            g => g
                .SetProperty(
                    x => x.Remaining,
                    x => (longTerm ?? x.IsLongTerm) ? x.Remaining
                        : x.Remaining > most ? int.MaxValue
                        : x.Remaining + accepts - (x.ReportedAt >= earliest && x.ReportedAt <= latest ? (x.UnmatchedReports < accepts ? x.UnmatchedReports : accepts) : 0))
                .SetProperty(
                    x => x.UnmatchedReports,
                    x => x.UnmatchedReports - (x.ReportedAt >= earliest && x.ReportedAt <= latest ? (x.UnmatchedReports < accepts ? x.UnmatchedReports : accepts) : 0))
                .SetProperty(
                    x => x.UnmatchedEvents,
                    x => (x.EventAt >= earliest ? x.UnmatchedEvents : 0)
                        + accepts - (x.ReportedAt >= earliest && x.ReportedAt <= latest ? (x.UnmatchedReports < accepts ? x.UnmatchedReports : accepts) : 0))
                .SetProperty(
                    x => x.EventAt,
                    x => (x.EventAt != null && x.EventAt > at) || (x.ReportedAt >= earliest && x.ReportedAt <= latest && x.UnmatchedReports >= accepts) ? x.EventAt : at)
                .SetProperty(x => x.IsLongTerm, x => longTerm ?? x.IsLongTerm)
                .SetProperty(x => x.LastDecision, GrantDecision.Accepted)
                .SetProperty(x => x.UpdatedAt, now),
            cancellationToken);
    }

    private static (DateTimeOffset? At, DateTimeOffset Earliest, DateTimeOffset Latest) WindowOf(GrantReport report, DateTimeOffset now)
    {
        var at = (report.At ?? now).ToUniversalTime();
        return (at, at - SubscriptionGrantLimits.PairingWindow, at + SubscriptionGrantLimits.PairingWindow);
    }
}
