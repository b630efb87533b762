using WeChatNotifications.Credentials;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Templates;

/// <summary>Makes message templates of those that WeChat holds.</summary>
internal sealed class TemplateAdoption(IMessageTemplateRepository templates, TimeProvider timeProvider)
{
    /// <summary>Makes and stores one.</summary>
    /// <exception cref="ConflictException">WeChat does not hold it any more.</exception>
    /// <exception cref="RuleViolationException">The input breaks a rule, or the template has a field that this version does not know.</exception>
    public async Task<MessageTemplate> AdoptAsync(RemoteTemplate remote, AppCredential app, AdoptTemplateDto input, CancellationToken cancellationToken)
    {
        if (remote.DeletedAt is not null)
        {
            throw new ConflictException(
                WeChatNotificationsErrorCodes.RemoteTemplateGone,
                $"WeChat does not hold the template {remote.WeChatTemplateId} any more.",
                new Dictionary<string, object?>(StringComparer.Ordinal) { ["title"] = remote.Title });
        }

        var keys = RemoteTemplateContent.Fields(remote.Content).Select(f => f.Key).ToHashSet(StringComparer.Ordinal);
        var settings = RemoteTemplateMapper.SettingsOf(remote, app.Kind, input);
        var check = new RuleCheck();
        check.AddRange((input.FieldNames?.Keys ?? []).Where(key => !keys.Contains(key)).Select(key => new RuleViolation("fieldNames." + key, RuleCodes.Unknown, ("value", key))));
        ChannelRules.CheckApp(settings, app, check);
        check.ThrowIfBroken();
        var template = MessageTemplate.Register(remote.TenantId, settings, timeProvider.GetUtcNow());
        await templates.AddAsync(template, cancellationToken).ConfigureAwait(false);
        return template;
    }
}
