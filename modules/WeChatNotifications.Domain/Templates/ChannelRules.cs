using WeChatNotifications.Credentials;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Templates;

/// <summary>Which settings each channel has, and what they must be there.</summary>
public static class ChannelRules
{
    /// <summary>Checks what depends on the channel.</summary>
    /// <returns>The settings with the mini program's part trimmed.</returns>
    internal static MessageTemplateSettings Check(MessageTemplateSettings settings, RuleCheck check)
    {
        var channel = settings.Channel;
        if (!Enum.IsDefined(channel))
        {
            return settings;
        }

        var linksOut = channel is MessageChannel.UniformMessage or MessageChannel.OfficialAccountTemplateMessage or MessageChannel.OfficialAccountSubscribeMessage;
        Refuse(settings.UrlPattern is not null && !linksOut, "urlPattern");
        Refuse(settings.JumpAppId is not null && !linksOut, "jumpAppId");
        Refuse(settings.OfficialAccountAppId is not null && channel != MessageChannel.UniformMessage, "officialAccountAppId");
        Refuse(settings.Weapp is not null && channel != MessageChannel.UniformMessage, "weapp");
        Refuse(settings.RequiresGrant && !channel.UsesGrants(), "requiresGrant");
        if (channel == MessageChannel.TemplateMessage)
        {
            CheckEmphasis(settings.EmphasisKeyword, settings.Fields, "emphasisKeyword", check);
        }
        else
        {
            Refuse(settings.EmphasisKeyword is not null, "emphasisKeyword");
        }

        if (channel.UsesGrants())
        {
            RefuseOldFields(settings.Fields, channel, check);
        }

        return channel == MessageChannel.UniformMessage && settings.Weapp is { } weapp
            ? settings with { Weapp = CheckWeapp(weapp, check) }
            : settings;

        void Refuse(bool isWrong, string field)
        {
            if (isWrong)
            {
                check.Add(new(field, RuleCodes.NotForChannel, ("channel", TextOf(channel))));
            }
        }
    }

    /// <summary>Checks what depends on the app that shall send.</summary>
    public static void CheckApp(MessageTemplateSettings settings, AppCredential app, RuleCheck check)
    {
        if (settings.Channel.AppKind() != app.Kind)
        {
            check.Add(new("appCredentialId", RuleCodes.ChannelAppKind, ("channel", TextOf(settings.Channel)), ("kind", "L:AppKind:" + settings.Channel.AppKind())));
            return;
        }

        if (settings.Channel == MessageChannel.UniformMessage && settings.HasMainPart && IsMissing(settings.OfficialAccountAppId, app))
        {
            check.Add(new("officialAccountAppId", RuleCodes.Required));
        }

        // An official account has no pages of its own: a page needs a mini program to be in.
        if (settings.Channel.AppKind() == AppKind.OfficialAccount && !string.IsNullOrWhiteSpace(settings.PagePattern) && IsMissing(settings.JumpAppId, app))
        {
            check.Add(new("jumpAppId", RuleCodes.Required));
        }
    }

    private static WeappTemplatePart CheckWeapp(WeappTemplatePart weapp, RuleCheck check)
    {
        var result = weapp with
        {
            WeChatTemplateId = check.Text(weapp.WeChatTemplateId, "weapp.weChatTemplateId", MessageTemplateLimits.WeChatTemplateIdLength),
            PagePattern = check.OptionalText(weapp.PagePattern, "weapp.pagePattern", MessageTemplateLimits.PageLength),
            EmphasisKeyword = string.IsNullOrWhiteSpace(weapp.EmphasisKeyword) ? null : weapp.EmphasisKeyword.Trim(),
        };
        if (result.PagePattern is { } page && !PagePattern.IsValid(page))
        {
            check.Add(new("weapp.pagePattern", RuleCodes.Page));
        }

        TemplateFieldList.Check(result.Fields, "weapp.fields", check);
        CheckEmphasis(result.EmphasisKeyword, result.Fields, "weapp.emphasisKeyword", check);
        return result;
    }

    private static void CheckEmphasis(string? key, IReadOnlyList<TemplateField> fields, string path, RuleCheck check)
    {
        if (key is not null && !fields.Any(f => f.Key == key))
        {
            check.Add(new(path, RuleCodes.NotAllowed, ("allowed", string.Join(", ", fields.Select(f => f.Key)))));
        }
    }

    /// <summary>Free text and colours are of the templates before subscribe messages.</summary>
    private static void RefuseOldFields(IReadOnlyList<TemplateField> fields, MessageChannel channel, RuleCheck check)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (TemplateFieldKey.TryParse(fields[i].Key, out var type) && type == TemplateFieldType.Text)
            {
                check.Add(new($"fields[{i}].key", RuleCodes.KeyNotForChannel, ("value", fields[i].Key), ("channel", TextOf(channel))));
            }

            if (fields[i].Color is not null)
            {
                check.Add(new($"fields[{i}].color", RuleCodes.NotForChannel, ("channel", TextOf(channel))));
            }
        }
    }

    private static bool IsMissing(string? appId, AppCredential app) => string.IsNullOrWhiteSpace(appId) && app.LinkedAppId is null;

    private static string TextOf(MessageChannel channel) => "L:Channel:" + channel;
}
