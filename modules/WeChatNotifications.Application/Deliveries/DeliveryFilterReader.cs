using WeChatNotifications.Recipients;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Deliveries;

/// <summary>Reads what people look for in the log.</summary>
internal static class DeliveryFilterReader
{
    /// <summary>The filter of a query; what is wrong with it is collected.</summary>
    public static DeliveryFilter Read(DeliveryQueryDto query, RuleCheck check)
    {
        foreach (var status in query.Statuses ?? [])
        {
            check.Defined(status, "status");
        }

        foreach (var reason in query.Reasons ?? [])
        {
            check.Defined(reason, "reason");
        }

        return new DeliveryFilter
        {
            AppCredentialId = query.AppCredentialId,
            TemplateName = check.OptionalText(query.Template, "template", MessageTemplateLimits.NameLength),
            OpenId = check.OptionalText(query.OpenId, "openId", DeliveryLimits.OpenIdLength),
            UserId = check.OptionalText(query.UserId, "userId", RecipientLimits.UserIdLength),
            BroadcastId = query.BroadcastId,
            Statuses = query.Statuses is { Count: > 0 } statuses ? statuses : null,
            Reasons = query.Reasons is { Count: > 0 } reasons ? reasons : null,
            ErrorCode = query.ErrorCode,
            DedupKey = check.OptionalText(query.DedupKey, "dedupKey", DeliveryLimits.StoredDedupKeyLength),
            WeChatMessageId = query.WeChatMessageId,
            From = query.From?.ToUniversalTime(),
            To = query.To?.ToUniversalTime(),
        };
    }

    /// <summary>The filter of a wish to change many; one that lets everything through is refused, for it is hardly meant.</summary>
    public static DeliveryFilter ReadNarrowing(DeliveryQueryDto query, RuleCheck check)
    {
        var filter = Read(query, check);
        if (filter == new DeliveryFilter())
        {
            check.Add(new("filter", RuleCodes.Required));
        }

        return filter;
    }
}
