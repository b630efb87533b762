using WeChatNotifications.Credentials;
using WeChatNotifications.Localization;
using WeChatNotifications.Rules;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Templates;

internal sealed class MessageTemplateAppService(
    IMessageTemplateRepository templates, IAppCredentialRepository credentials, TemplateDriftReader drift, TemplatePreviewer previewer,
    IAmbientTenant tenant, TimeProvider timeProvider)
    : IMessageTemplateAppService
{
    public async Task<IReadOnlyList<MessageTemplateDto>> ListAsync(Guid? appCredentialId, CancellationToken cancellationToken = default)
        => await drift.ToDtosAsync(await templates.ListAsync(appCredentialId, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<MessageTemplateDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => await drift.ToDtoAsync(await RequireAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<TemplatePreviewDto> PreviewAsync(PreviewTemplateDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        return await previewer.PreviewAsync(input, cancellationToken).ConfigureAwait(false);
    }

    public async Task<MessageTemplateDto> CreateAsync(SaveMessageTemplateDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var settings = MessageTemplateMapper.SettingsOf(input);
        var template = MessageTemplate.Register(tenant.Id, settings, timeProvider.GetUtcNow());
        await CheckSurroundingsAsync(id: null, settings, cancellationToken).ConfigureAwait(false);
        await templates.AddAsync(template, cancellationToken).ConfigureAwait(false);
        return await drift.ToDtoAsync(template, cancellationToken).ConfigureAwait(false);
    }

    public async Task<MessageTemplateDto> UpdateAsync(Guid id, UpdateMessageTemplateDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var template = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        if (input.ConcurrencyStamp is { } seen && seen != template.ConcurrencyStamp)
        {
            throw ConflictException.Changed(nameof(MessageTemplate));
        }

        // Before anything changes: the entity is tracked, and a host's unit of work would save it half-done.
        var settings = MessageTemplateMapper.SettingsOf(input);
        await CheckSurroundingsAsync(id, settings, cancellationToken).ConfigureAwait(false);
        template.Configure(settings, timeProvider.GetUtcNow());
        await templates.SaveAsync(template, cancellationToken).ConfigureAwait(false);
        return await drift.ToDtoAsync(template, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteAsync(Guid id, CancellationToken cancellationToken = default)
        => await templates.RemoveAsync(await RequireAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private async Task<MessageTemplate> RequireAsync(Guid id, CancellationToken cancellationToken)
        => await templates.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new EntityNotFoundException(nameof(MessageTemplate), id);

    /// <summary>Checks what the template cannot know by itself: its app, and the templates around it.</summary>
    private async Task CheckSurroundingsAsync(Guid? id, MessageTemplateSettings settings, CancellationToken cancellationToken)
    {
        var check = new RuleCheck();
        if (settings.AppCredentialId != Guid.Empty)
        {
            var apps = await credentials.GetManyAsync([settings.AppCredentialId], cancellationToken).ConfigureAwait(false);
            if (apps is not [var app])
            {
                check.Add(new("appCredentialId", RuleCodes.Unknown, ("value", settings.AppCredentialId)));
            }
            else if (Enum.IsDefined(settings.Channel))
            {
                ChannelRules.CheckApp(settings, app, check);
            }
        }

        if (settings.FallbackTemplateId is { } fallback && fallback != Guid.Empty)
        {
            var all = await templates.ListAsync(appCredentialId: null, cancellationToken).ConfigureAwait(false);
            FallbackChain.Check(id, settings.Name ?? "", fallback, all, check);
        }

        check.ThrowIfBroken();
    }
}
