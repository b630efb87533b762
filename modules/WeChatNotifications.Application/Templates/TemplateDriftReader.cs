using WeChatNotifications.Credentials;
using WeChatNotifications.Localization;

namespace WeChatNotifications.Templates;

/// <summary>Says of message templates how they differ from what WeChat was last seen to hold.</summary>
internal sealed class TemplateDriftReader(IRemoteTemplateRepository remotes, IAppCredentialRepository credentials, IModuleTexts texts)
{
    /// <summary>The templates as administrators see them, with their differences; those stay out where WeChat was never asked.</summary>
    public async Task<IReadOnlyList<MessageTemplateDto>> ToDtosAsync(IReadOnlyList<MessageTemplate> templates, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. templates.Select(t => t.AppCredentialId).Distinct()];
        var synced = (await credentials.GetManyAsync(ids, cancellationToken).ConfigureAwait(false))
            .Where(c => c.TemplatesSyncedAt is not null).Select(c => c.Id).ToHashSet();
        var known = synced.Count == 0
            ? []
            : (await remotes.ListAsync(ids is [var only] ? only : null, cancellationToken).ConfigureAwait(false))
                .ToDictionary(r => (r.AppCredentialId, r.WeChatTemplateId));
        return [.. templates.Select(t => MessageTemplateMapper.ToDto(t, texts) with
        {
            Drift = synced.Contains(t.AppCredentialId) ? DriftOf(t, known.GetValueOrDefault((t.AppCredentialId, t.WeChatTemplateId))) : null,
        })];
    }

    /// <summary>One.</summary>
    public async Task<MessageTemplateDto> ToDtoAsync(MessageTemplate template, CancellationToken cancellationToken)
        => (await ToDtosAsync([template], cancellationToken).ConfigureAwait(false))[0];

    private IReadOnlyList<TemplateDriftDto>? DriftOf(MessageTemplate template, RemoteTemplate? remote)
        => TemplateDrift.Of(template, remote) is { } drifts
            ? [.. drifts.Select(d => new TemplateDriftDto(d.Kind, d.Field, d.Added, d.Removed, texts.Get("Drift:" + d.Kind, ArgumentsOf(d))))]
            : null;

    private static Dictionary<string, object?> ArgumentsOf(TemplateDrift drift) => new(StringComparer.Ordinal)
    {
        ["field"] = drift.Field,
        ["added"] = Listed(drift.Added),
        ["removed"] = Listed(drift.Removed),
        ["kind"] = "L:SubscriptionKind:" + drift.RemoteKind,
    };

    private static string Listed(IReadOnlyList<string> items) => items.Count == 0 ? "–" : string.Join(", ", items);
}
