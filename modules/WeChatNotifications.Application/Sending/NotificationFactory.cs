using System.Buffers;
using Microsoft.Extensions.Options;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Recipients;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Sending;

/// <summary>Turns notifications into deliveries, or says everything that is wrong with them.</summary>
internal sealed class NotificationFactory(TemplateChains chains, RecipientResolver resolver, IOptions<SendingOptions> options, TimeProvider timeProvider)
{
    private static readonly SearchValues<char> OpenIdCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private static readonly IReadOnlyDictionary<string, (int Step, string OpenId)> NobodyKnown = new Dictionary<string, (int, string)>(StringComparer.Ordinal);

    /// <summary>Begins a new call: templates may have changed since the last one of the same scope.</summary>
    public void Forget() => chains.Forget();

    /// <summary>Makes one delivery per recipient; none when anything is wrong, and then <paramref name="check"/> says what.</summary>
    public async ValueTask<IReadOnlyList<DeliveryLog>> CreateAsync(Notification notification, string path, RuleCheck check, CancellationToken cancellationToken)
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
        var users = UsersOf(notification.To);
        var known = users.Count == 0 ? NobodyKnown
            : await resolver.ResolveAsync([.. steps.Select(s => s.Template.AppCredentialId)], users, cancellationToken).ConfigureAwait(false);
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
            CheckOpenIds(recipients, path, check);
            CheckUserIds(recipients, path, check);
        }

        if (!Enum.IsDefined(notification.Priority))
        {
            check.Defined(notification.Priority, path + "priority");
        }

        if (notification.ExpiresAt <= now)
        {
            check.Add(new(path + "expiresAt", RuleCodes.InThePast));
        }
        else if (notification.ExpiresAt <= notification.NotBefore)
        {
            check.Add(new(path + "expiresAt", RuleCodes.ExpiresBeforeStart));
        }

        return check.OptionalText(notification.DedupKey, path, "dedupKey", DeliveryLimits.DedupKeyLength);
    }

    private static List<string> UsersOf(NotificationRecipients recipients)
    {
        var users = new List<string>();
        foreach (var recipient in recipients)
        {
            if (recipient.UserId is { } user)
            {
                users.Add(user.Trim());
            }
        }

        return users;
    }

    private static void CheckOpenIds(NotificationRecipients recipients, string path, RuleCheck check)
    {
        // Nearly every notification goes to one user, who cannot stand there twice.
        var seen = recipients.Count > 1 ? new HashSet<string>(recipients.Count, StringComparer.Ordinal) : null;
        var count = recipients.Count > 1 ? recipients.Count(r => r.UserId is null) : 1;
        var i = -1;
        foreach (var recipient in recipients)
        {
            if (recipient.UserId is not null)
            {
                continue;
            }

            i++;
            var openId = check.Text(recipient.OpenId, path, count == 1 ? "to" : $"to[{i}]", DeliveryLimits.OpenIdLength);
            if (openId.Length == 0)
            {
                continue;
            }

            if (openId.Length != recipient.OpenId!.Length || openId.AsSpan().ContainsAnyExcept(OpenIdCharacters))
            {
                check.Add(new(path + (count == 1 ? "to" : $"to[{i}]"), RuleCodes.Characters, ("allowed", "A-Z a-z 0-9 _ -")));
            }
            else if (seen?.Add(openId) == false)
            {
                check.Add(new(path + "to", RuleCodes.Duplicate, ("value", openId)));
            }
        }
    }

    private static void CheckUserIds(NotificationRecipients recipients, string path, RuleCheck check)
    {
        HashSet<string>? seen = null;
        var i = -1;
        foreach (var recipient in recipients)
        {
            if (recipient.UserId is null)
            {
                continue;
            }

            i++;
            var userId = check.Text(recipient.UserId, path, $"toUsers[{i}]", RecipientLimits.UserIdLength);
            if (userId.Length > 0 && !(seen ??= new(StringComparer.Ordinal)).Add(userId))
            {
                check.Add(new(path + "toUsers", RuleCodes.Duplicate, ("value", userId)));
            }
        }
    }
}
