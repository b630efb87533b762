using WeChatNotifications.Credentials;
using WeChatNotifications.Rules;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Templates;

internal sealed class MessageTemplateAppService(
    IMessageTemplateRepository templates, IAppCredentialRepository credentials, TemplateDriftReader drift, IAmbientTenant tenant,
    TimeProvider timeProvider)
    : IMessageTemplateAppService
{
    public async Task<IReadOnlyList<MessageTemplateDto>> ListAsync(Guid? appCredentialId, CancellationToken cancellationToken = default)
        => await drift.ToDtosAsync(await templates.ListAsync(appCredentialId, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<MessageTemplateDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
        => await drift.ToDtoAsync(await RequireAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<MessageTemplateDto> CreateAsync(SaveMessageTemplateDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var template = MessageTemplate.Register(tenant.Id, MessageTemplateMapper.SettingsOf(input), timeProvider.GetUtcNow());
        await RequireAppAsync(template.AppCredentialId, cancellationToken).ConfigureAwait(false);
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
        if (settings.AppCredentialId != Guid.Empty && settings.AppCredentialId != template.AppCredentialId)
        {
            await RequireAppAsync(settings.AppCredentialId, cancellationToken).ConfigureAwait(false);
        }

        template.Configure(settings, timeProvider.GetUtcNow());
        await templates.SaveAsync(template, cancellationToken).ConfigureAwait(false);
        return await drift.ToDtoAsync(template, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteAsync(Guid id, CancellationToken cancellationToken = default)
        => await templates.RemoveAsync(await RequireAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private async Task<MessageTemplate> RequireAsync(Guid id, CancellationToken cancellationToken)
        => await templates.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new EntityNotFoundException(nameof(MessageTemplate), id);

    private async Task RequireAppAsync(Guid appCredentialId, CancellationToken cancellationToken)
    {
        if ((await credentials.GetManyAsync([appCredentialId], cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            throw new RuleViolationException([new("appCredentialId", RuleCodes.Unknown, ("value", appCredentialId))]);
        }
    }
}
