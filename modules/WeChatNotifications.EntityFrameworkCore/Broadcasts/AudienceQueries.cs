using Microsoft.EntityFrameworkCore;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Permits;
using WeChatNotifications.Recipients;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Broadcasts;

/// <summary>Who belongs to an audience that the database knows by itself; said once, for the expansion and for counting.</summary>
internal static class AudienceQueries
{
    /// <summary>Openids of a ledger or of form ids that allow a message; a user with several form ids stands here several times. Null where recipients themselves are the permit.</summary>
    public static IQueryable<string>? PermitHolders(DbContext context, AudienceQuery query)
    {
        var (app, template, usableUntil) = (query.AppCredentialId, query.WeChatTemplateId, query.UsableUntil);
        if (query.Channel.UsesGrants())
        {
            return context.Set<SubscriptionGrant>().AsNoTracking()
                .Where(g => g.AppCredentialId == app && g.WeChatTemplateId == template && (g.IsLongTerm ? g.LastDecision == GrantDecision.Accepted : g.Remaining > 0))
                .Select(g => g.OpenId);
        }

        return query.Channel == MessageChannel.TemplateMessage
            ? context.Set<FormIdRecord>().AsNoTracking()
                .Where(f => f.AppCredentialId == app && f.UsesLeft > 0 && f.ExpiresAt > usableUntil)
                .Select(f => f.OpenId)
            : null;
    }

    /// <summary>Recipients of the app: those who are known to follow, where following is the permit that is asked for, else all but those who are known not to.</summary>
    public static IQueryable<Recipient> Recipients(DbContext context, AudienceQuery query)
    {
        var app = query.AppCredentialId;
        var recipients = context.Set<Recipient>().AsNoTracking().Where(r => r.AppCredentialId == app);
        return query is { Kind: AudienceKind.PermitHolders, Channel: MessageChannel.OfficialAccountTemplateMessage }
            ? recipients.Where(r => r.IsSubscribed == true)
            : recipients.Where(r => r.IsSubscribed != false);
    }
}
