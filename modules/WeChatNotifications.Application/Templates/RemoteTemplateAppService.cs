using Microsoft.Extensions.Options;
using WeChatNotifications.Credentials;
using WeChatNotifications.Rules;
using WeChatNotifications.Tokens;
using WeChatNotifications.WeChatApi;
using WeChatNotifications.WeChatApi.Errors;

namespace WeChatNotifications.Templates;

internal sealed class RemoteTemplateAppService(
    IRemoteTemplateRepository remotes, IMessageTemplateRepository templates, IAppCredentialRepository credentials, TemplateSync sync,
    TemplateAdoption adoption, TemplateDriftReader drift, WeChatCalls calls, IOptions<TemplateSyncOptions> options, TimeProvider timeProvider)
    : IRemoteTemplateAppService
{
    public async Task<TemplateSyncResultDto> SyncAsync(SyncTemplatesDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var app = await credentials.RequireInBodyAsync(input.AppCredentialId, cancellationToken).ConfigureAwait(false);
        var (changes, syncedAt, asked) = (new RemoteTemplateChanges(0, 0, 0), app.TemplatesSyncedAt ?? default, false);
        if (input.Force || app.TemplatesSyncedAt is not { } last || timeProvider.GetUtcNow() - last >= options.Value.MinInterval)
        {
            (changes, syncedAt) = await sync.RunAsync(app, cancellationToken).ConfigureAwait(false);
            asked = true;
        }

        var found = await ListAsync(app.Id, cancellationToken).ConfigureAwait(false);
        return new(asked, syncedAt, changes.Added, changes.Changed, changes.Removed, found);
    }

    public async Task<IReadOnlyList<RemoteTemplateDto>> ListAsync(Guid? appCredentialId, CancellationToken cancellationToken = default)
    {
        var found = await remotes.ListAsync(appCredentialId, cancellationToken).ConfigureAwait(false);
        Guid[] apps = [.. found.Select(r => r.AppCredentialId).Distinct()];
        var kinds = (await credentials.GetManyAsync(apps, cancellationToken).ConfigureAwait(false)).ToDictionary(c => c.Id, c => c.Kind);
        var users = await templates.ListAsync(appCredentialId, cancellationToken).ConfigureAwait(false);
        return [.. found.Where(r => kinds.ContainsKey(r.AppCredentialId)).Select(r => RemoteTemplateMapper.ToDto(r, kinds[r.AppCredentialId], users))];
    }

    public async Task<RemoteTemplateDto> GetAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var (remote, app) = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        return RemoteTemplateMapper.ToDto(remote, app.Kind, await templates.ListAsync(app.Id, cancellationToken).ConfigureAwait(false));
    }

    public async Task<MessageTemplateDto> AdoptAsync(Guid id, AdoptTemplateDto input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (remote, app) = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        var template = await adoption.AdoptAsync(remote, app, input, cancellationToken).ConfigureAwait(false);
        return await drift.ToDtoAsync(template, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var (remote, app) = await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        if (remote.DeletedAt is not null)
        {
            return;
        }

        var users = (await templates.ListAsync(app.Id, cancellationToken).ConfigureAwait(false))
            .Where(t => t.IsEnabled && t.WeChatTemplateId == remote.WeChatTemplateId).Select(t => t.Name).ToList();
        if (users.Count > 0)
        {
            throw ConflictException.InUse(nameof(RemoteTemplate), string.Join(", ", users));
        }

        var result = await calls.AskAsync(
            app, WeChatCall.Template,
            (client, token, ct) => remote.SubscriptionKind is null
                ? client.DeleteOfficialAccountTemplateAsync(token, remote.WeChatTemplateId, ct)
                : client.DeleteTemplateAsync(token, remote.WeChatTemplateId, ct),
            cancellationToken).ConfigureAwait(false);

        if (result is WeChatCallResult<Done>.Refused { Entry.Action: WeChatErrorAction.TemplateBroken or WeChatErrorAction.ConfigurationFault }
            && await IsGoneAsync(remote, app, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        result.OrThrow();
        await remotes.MarkMissingAsync(id, timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// WeChat does not document what it answers for a template that somebody else has deleted meanwhile, so its list decides: that there
    /// is no such template is what was wanted.
    /// </summary>
    private async Task<bool> IsGoneAsync(RemoteTemplate remote, AppCredential app, CancellationToken cancellationToken)
    {
        try
        {
            await sync.RunAsync(app, cancellationToken).ConfigureAwait(false);
        }
        catch (WeChatCallException)
        {
            // Nothing is known then but the refusal of the deletion, which the caller is told.
            return false;
        }

        return await remotes.FindAsync(remote.Id, cancellationToken).ConfigureAwait(false) is null or { DeletedAt: not null };
    }

    private async Task<(RemoteTemplate Remote, AppCredential App)> RequireAsync(Guid id, CancellationToken cancellationToken)
    {
        var remote = await remotes.FindAsync(id, cancellationToken).ConfigureAwait(false);
        var app = remote is null ? [] : await credentials.GetManyAsync([remote.AppCredentialId], cancellationToken).ConfigureAwait(false);
        return remote is not null && app is [var only] ? (remote, only) : throw new EntityNotFoundException(nameof(RemoteTemplate), id);
    }
}
