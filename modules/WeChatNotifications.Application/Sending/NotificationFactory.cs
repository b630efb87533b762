using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Options;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;
using WeChatNotifications.Templates;

namespace WeChatNotifications.Sending;

/// <summary>Turns notifications into deliveries, or says everything that is wrong with them. Looks each template up once until it is told to forget.</summary>
internal sealed class NotificationFactory(IMessageTemplateRepository templates, IOptions<SendingOptions> options, TimeProvider timeProvider)
{
    private static readonly ConcurrentDictionary<string, (CultureInfo Culture, TimeZoneInfo TimeZone)> Formats = new(StringComparer.Ordinal);

    private static readonly Dictionary<string, object?> NoData = new(StringComparer.Ordinal);

    private readonly Dictionary<string, (MessageTemplate Template, AppCredential App)> _known = new(StringComparer.Ordinal);

    /// <summary>Begins a new call: templates may have changed since the last one of the same scope.</summary>
    public void Forget() => _known.Clear();

    /// <summary>Makes one delivery per recipient; none when anything is wrong, and then <paramref name="check"/> says what.</summary>
    public async Task<IReadOnlyList<DeliveryLog>> CreateAsync(Notification notification, string path, RuleCheck check, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var before = check.Violations.Count;
        var dedupKey = CheckEnvelope(notification, path, check, now);
        var rendered = await RenderAsync(notification, path, check, cancellationToken).ConfigureAwait(false);
        if (rendered is not { } result || check.Violations.Count > before)
        {
            return [];
        }

        var timing = new DeliveryTiming(notification.Priority, notification.NotBefore, notification.ExpiresAt ?? DefaultExpiry(notification, now));
        var deliveries = new List<DeliveryLog>(notification.To.Count);
        foreach (var openId in notification.To)
        {
            var key = dedupKey is null || notification.To.Count == 1 ? dedupKey : $"{dedupKey}:{openId}";
            deliveries.Add(DeliveryLog.Queue(result.Template, openId, result.Message, timing, key, now));
        }

        return deliveries;
    }

    /// <summary>Renders a notification and checks all of it; null when its data cannot be rendered.</summary>
    public async Task<RenderedMessage?> PreviewAsync(Notification notification, RuleCheck check, CancellationToken cancellationToken)
    {
        CheckEnvelope(notification, path: "", check, timeProvider.GetUtcNow());
        return (await RenderAsync(notification, path: "", check, cancellationToken).ConfigureAwait(false))?.Message;
    }

    private async Task<(MessageTemplate Template, RenderedMessage Message)?> RenderAsync(
        Notification notification, string path, RuleCheck check, CancellationToken cancellationToken)
    {
        var name = check.Text(notification.Template, path + "template", MessageTemplateLimits.NameLength);
        if (name.Length == 0 || await FindAsync(name, path, check, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return null;
        }

        var (culture, timeZone) = Formats.GetOrAdd(
            found.App.Culture + "|" + found.App.TimeZone,
            static (_, app) => (CultureInfo.GetCultureInfo(app.Culture), TimeZoneInfo.FindSystemTimeZoneById(app.TimeZone)),
            found.App);
        var result = TemplateRenderer.Render(found.Template, notification.Data ?? NoData, culture, timeZone);
        check.AddRange(path.Length == 0 ? result.Violations : result.Violations.Select(v => v with { Field = path + v.Field }));
        return result.Message is { } message ? (found.Template, message) : null;
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
            CheckRecipients(recipients, path, check);
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

    private static void CheckRecipients(NotificationRecipients recipients, string path, RuleCheck check)
    {
        var seen = new HashSet<string>(recipients.Count, StringComparer.Ordinal);
        for (var i = 0; i < recipients.Count; i++)
        {
            var field = recipients.Count == 1 ? path + "to" : $"{path}to[{i}]";
            var openId = check.Text(recipients[i], field, DeliveryLimits.OpenIdLength);
            if (openId.Length == 0)
            {
                continue;
            }

            if (openId.Length != recipients[i].Length || openId.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')))
            {
                check.Add(new(field, RuleCodes.Characters, ("allowed", "A-Z a-z 0-9 _ -")));
            }
            else if (!seen.Add(openId))
            {
                check.Add(new(path + "to", RuleCodes.Duplicate, ("value", openId)));
            }
        }
    }

    private async Task<(MessageTemplate Template, AppCredential App)?> FindAsync(string name, string path, RuleCheck check, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(name, out var found))
        {
            if (await templates.FindByNameAsync(name, cancellationToken).ConfigureAwait(false) is not { } known)
            {
                check.Add(new(path + "template", RuleCodes.Unknown, ("value", name)));
                return null;
            }

            _known[name] = found = known;
        }

        if (!found.Template.IsEnabled)
        {
            check.Add(new(path + "template", RuleCodes.SwitchedOff, ("value", name)));
            return null;
        }

        if (!found.App.IsEnabled)
        {
            check.Add(new(path + "template", RuleCodes.AppSwitchedOff, ("value", name), ("app", found.App.Name)));
            return null;
        }

        return found;
    }
}
