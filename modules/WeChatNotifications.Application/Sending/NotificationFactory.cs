using Microsoft.Extensions.Options;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Recipients;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Sending;

/// <summary>Turns notifications into deliveries, or says everything that is wrong with them.</summary>
internal sealed class NotificationFactory(TemplateChains chains, RecipientResolver resolver, IOptions<SendingOptions> options, TimeProvider timeProvider)
{
    /// <summary>Begins a new call: templates may have changed since the last one of the same scope.</summary>
    public void Forget() => chains.Forget();

    /// <summary>Makes one delivery per recipient; none when anything is wrong, and then <paramref name="check"/> says what.</summary>
    public async Task<IReadOnlyList<DeliveryLog>> CreateAsync(Notification notification, string path, RuleCheck check, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var before = check.Violations.Count;
        var dedupKey = CheckEnvelope(notification, path, check, now);
        var steps = await chains.RenderAsync(notification, path, check, cancellationToken).ConfigureAwait(false);
        if (steps is null || check.Violations.Count > before)
        {
            return [];
        }

        var timing = new DeliveryTiming(notification.Priority, notification.NotBefore, notification.ExpiresAt ?? DefaultExpiry(notification, now));
        var users = notification.To.Where(r => r.UserId is not null).Select(r => r.UserId!.Trim()).ToList();
        var known = await resolver.ResolveAsync([.. steps.Select(s => s.Template.AppCredentialId)], users, cancellationToken).ConfigureAwait(false);
        var deliveries = new List<DeliveryLog>(notification.To.Count);
        foreach (var recipient in notification.To)
        {
            deliveries.Add(DeliveryOf(recipient, KeyOf(recipient)));
        }

        return deliveries;

        // An openid and a user id may be the same word, and are not the same person.
        string? KeyOf(NotificationRecipient recipient)
            => dedupKey is null || notification.To.Count == 1 ? dedupKey
                : recipient.UserId is null ? $"{dedupKey}:{recipient.OpenId}" : $"{dedupKey}@{recipient.UserId.Trim()}";

        DeliveryLog DeliveryOf(NotificationRecipient recipient, string? key)
        {
            if (recipient.UserId?.Trim() is not { } user)
            {
                return DeliveryLog.Queue(steps[0].Template, recipient.OpenId!, steps[0].Message, timing, key, now, steps[0].Fallbacks);
            }

            if (!known.TryGetValue(user, out var place))
            {
                return DeliveryLog.SkipUnknownUser(steps[0].Template, user, steps[0].Message, timing, key, now, steps[0].Fallbacks);
            }

            var step = steps[place.Step];
            return DeliveryLog.Queue(step.Template, place.OpenId, step.Message, timing, key, now, step.Fallbacks, user);
        }
    }

    /// <summary>Renders a notification for the first template of its chain and checks all of it; null when its data cannot be rendered.</summary>
    public async Task<RenderedMessage?> PreviewAsync(Notification notification, RuleCheck check, CancellationToken cancellationToken)
    {
        CheckEnvelope(notification, path: "", check, timeProvider.GetUtcNow());
        return (await chains.RenderAsync(notification, path: "", check, cancellationToken).ConfigureAwait(false))?[0].Message;
    }

    /// <summary>Null where the calendar ends before the time to live does.</summary>
    private DateTimeOffset? DefaultExpiry(Notification notification, DateTimeOffset now)
    {
        var start = notification.NotBefore is { } notBefore && notBefore > now ? notBefore : now;
        return options.Value.DefaultTimeToLive is { } life && life < DateTimeOffset.MaxValue - start ? start + life : null;
    }

    /// <summary>Checks everything but the data, and returns the dedup key as it counts: without blanks around it, null when there is none.</summary>
    private static string? CheckEnvelope(Notification notification, string path, RuleCheck check, DateTimeOffset now)
    {
        if (notification.To is not { Count: > 0 } recipients)
        {
            check.Add(new(path + "to", RuleCodes.Required));
        }
        else if (recipients.Count > DeliveryLimits.MaxRecipients)
        {
            check.Add(new(path + "to", RuleCodes.TooMany, ("count", recipients.Count), ("max", DeliveryLimits.MaxRecipients)));
        }
        else
        {
            CheckOpenIds([.. recipients.Where(r => r.UserId is null).Select(r => r.OpenId)], path + "to", check);
            CheckUserIds([.. recipients.Where(r => r.UserId is not null).Select(r => r.UserId!)], path + "toUsers", check);
        }

        check.Defined(notification.Priority, path + "priority");
        if (notification.ExpiresAt <= now)
        {
            check.Add(new(path + "expiresAt", RuleCodes.InThePast));
        }
        else if (notification.ExpiresAt <= notification.NotBefore)
        {
            check.Add(new(path + "expiresAt", RuleCodes.ExpiresBeforeStart));
        }

        return check.OptionalText(notification.DedupKey, path + "dedupKey", DeliveryLimits.DedupKeyLength);
    }

    private static void CheckOpenIds(IReadOnlyList<string?> openIds, string path, RuleCheck check)
    {
        var seen = new HashSet<string>(openIds.Count, StringComparer.Ordinal);
        for (var i = 0; i < openIds.Count; i++)
        {
            var field = openIds.Count == 1 ? path : $"{path}[{i}]";
            var openId = check.Text(openIds[i], field, DeliveryLimits.OpenIdLength);
            if (openId.Length == 0)
            {
                continue;
            }

            if (openId.Length != openIds[i]!.Length || openId.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')))
            {
                check.Add(new(field, RuleCodes.Characters, ("allowed", "A-Z a-z 0-9 _ -")));
            }
            else if (!seen.Add(openId))
            {
                check.Add(new(path, RuleCodes.Duplicate, ("value", openId)));
            }
        }
    }

    private static void CheckUserIds(IReadOnlyList<string> userIds, string path, RuleCheck check)
    {
        var seen = new HashSet<string>(userIds.Count, StringComparer.Ordinal);
        for (var i = 0; i < userIds.Count; i++)
        {
            var userId = check.Text(userIds[i], $"{path}[{i}]", RecipientLimits.UserIdLength);
            if (userId.Length > 0 && !seen.Add(userId))
            {
                check.Add(new(path, RuleCodes.Duplicate, ("value", userId)));
            }
        }
    }
}
