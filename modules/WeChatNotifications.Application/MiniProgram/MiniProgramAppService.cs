using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Credentials;
using WeChatNotifications.Diagnostics;
using WeChatNotifications.Localization;
using WeChatNotifications.Permits;
using WeChatNotifications.Recipients;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.MiniProgram;

/// <summary>The mini program's side. A user's calls work in the tenant that the session names, whatever the request's is.</summary>
internal sealed class MiniProgramAppService(
    MiniProgramLogin login, MiniProgramSessions sessions, IServiceScopeFactory scopes, IAmbientTenant tenant, IModuleTexts texts,
    WeChatNotificationsMetrics metrics, IOptions<PermitOptions> permits, TimeProvider timeProvider) : IMiniProgramAppService
{
    /// <summary>WeChat's dialog takes no more.</summary>
    private const int MaxTemplatesToAskFor = 5;

    /// <summary>More templates than WeChat lets one app have.</summary>
    private const int MaxLedgers = 500;

    public Task<MiniProgramLoginDto> LoginAsync(string app, string? code, SignedInUser? signedInUser, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(app);
        return login.LoginAsync(app, code, signedInUser, cancellationToken);
    }

    public async Task<MiniProgramUser?> FindUserAsync(string? session, CancellationToken cancellationToken = default)
    {
        if (sessions.Read(session) is not { } user)
        {
            return null;
        }

        // Whoever was forgotten is unknown, though the session of before lies on the phone still.
        return await InTenantAsync(
            user,
            async s => await s.GetRequiredService<IRecipientRepository>().FindAsync(user.AppCredentialId, user.OpenId, cancellationToken).ConfigureAwait(false) is not null
                && (await s.GetRequiredService<IAppCredentialRepository>().GetManyAsync([user.AppCredentialId], cancellationToken).ConfigureAwait(false)).Count > 0)
            .ConfigureAwait(false) ? user : null;
    }

    public async Task<PermitReportResultDto> ReportAsync(MiniProgramUser user, PermitReport report, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(report);
        Require(report);
        return await InTenantAsync(user, s => ReportAsync(s, user, report, cancellationToken)).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<TemplateToAskForDto>> ListTemplatesToAskForAsync(MiniProgramUser user, int max, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        var check = new RuleCheck();
        check.Range(max, "max", 1, MaxTemplatesToAskFor);
        check.ThrowIfBroken();
        return await InTenantAsync(
            user,
            async s => TemplateChoice.Of(
                await s.GetRequiredService<IMessageTemplateRepository>().ListAsync(user.AppCredentialId, cancellationToken).ConfigureAwait(false),
                await LedgersAsync(s, user, cancellationToken).ConfigureAwait(false),
                max)).ConfigureAwait(false);
    }

    public async Task<OwnPermitsDto> GetPermitsAsync(MiniProgramUser user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        return await InTenantAsync(
            user,
            async s => new OwnPermitsDto(
                await s.GetRequiredService<IFormIdCollector>().CountUsesAsync(
                    user.AppCredentialId, user.OpenId, timeProvider.GetUtcNow() + permits.Value.SafetyMargin, cancellationToken).ConfigureAwait(false),
                [
                    .. (await LedgersAsync(s, user, cancellationToken).ConfigureAwait(false))
                        .Select(g => new OwnSubscriptionDto(g.WeChatTemplateId, g.Remaining, g.IsLongTerm, g.AllowsSending)),
                ])).ConfigureAwait(false);
    }

    private async Task<PermitReportResultDto> ReportAsync(IServiceProvider services, MiniProgramUser user, PermitReport report, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var templates = report.Subscriptions.Count == 0
            ? []
            : await services.GetRequiredService<IMessageTemplateRepository>().ListAsync(user.AppCredentialId, cancellationToken).ConfigureAwait(false);
        var check = new PermitReportCheck(user, templates, permits.Value, texts, now);
        check.Read(report);

        var fresh = 0;
        var arrived = await services.GetRequiredService<IInbox>().HandleOnceAsync(
            user.AppCredentialId,
            [$"{InboxEntry.ReportPrefix}{user.OpenId}:{report.ReportId:N}"],
            now,
            async (_, token) =>
            {
                fresh = await services.GetRequiredService<IFormIdCollector>().CollectAsync(check.FormIds, permits.Value.MaxFormIdsPerUser, token).ConfigureAwait(false);
                if (check.Decisions.Count > 0)
                {
                    await services.GetRequiredService<ISubscriptionGrantRepository>().RecordAsync(user.AppCredentialId, check.Decisions, now, token).ConfigureAwait(false);
                }
            },
            cancellationToken).ConfigureAwait(false);
        metrics.FormIdsReported("accepted", fresh);
        metrics.FormIdsReported("duplicate", arrived.Count > 0 ? check.FormIds.Count - fresh : 0);
        metrics.FormIdsReported("mock", check.Mock);
        metrics.FormIdsReported("refused", check.Refused.Count(r => r.List != "subscriptions"));
        return arrived.Count > 0
            ? new PermitReportResultDto(fresh + check.Decisions.Count, check.FormIds.Count - fresh, check.Mock, check.Refused, Repeated: false)
            : new PermitReportResultDto(Accepted: 0, Duplicates: 0, check.Mock, check.Refused, Repeated: true);
    }

    private static void Require(PermitReport report)
    {
        var check = new RuleCheck();
        if (report.ReportId == Guid.Empty)
        {
            check.Add(new("reportId", RuleCodes.Required));
        }

        AtMost("formIds", report.FormIds.Count, PermitReport.MaxFormIds);
        AtMost("prepayIds", report.PrepayIds.Count, PermitReport.MaxPrepayIds);
        AtMost("subscriptions", report.Subscriptions.Count, PermitReport.MaxSubscriptions);
        check.ThrowIfBroken();

        void AtMost(string field, int count, int max)
        {
            if (count > max)
            {
                check.Add(new(field, RuleCodes.TooMany, ("count", count), ("max", max)));
            }
        }
    }

    private static Task<IReadOnlyList<SubscriptionGrant>> LedgersAsync(IServiceProvider services, MiniProgramUser user, CancellationToken cancellationToken)
        => services.GetRequiredService<ISubscriptionGrantRepository>().ListAsync(
            new GrantFilter(user.AppCredentialId, [user.OpenId], WeChatTemplateIds: null), after: null, MaxLedgers, cancellationToken);

    private async Task<T> InTenantAsync<T>(MiniProgramUser user, Func<IServiceProvider, Task<T>> use)
    {
        using var bound = tenant.Change(user.TenantId);
        return await scopes.InScopeAsync(use).ConfigureAwait(false);
    }
}
