namespace WeChatNotifications.Templates;

/// <summary>The templates that the tenant's apps hold at WeChat.</summary>
/// <remarks>Whatever asks WeChat throws <c>WeChatCallException</c> when WeChat refuses or does not answer.</remarks>
public interface IRemoteTemplateAppService
{
    /// <summary>
    /// Asks WeChat which templates an app holds, and keeps the answer. Not more often than the settings say, unless forced: the
    /// daily quota of these calls is small. Enum fields of message templates take WeChat's present values where theirs were WeChat's.
    /// </summary>
    Task<TemplateSyncResultDto> SyncAsync(SyncTemplatesDto input, CancellationToken cancellationToken = default);

    /// <summary>What the last look found, of the tenant or of one app, by title; those that are gone included.</summary>
    Task<IReadOnlyList<RemoteTemplateDto>> ListAsync(Guid? appCredentialId, CancellationToken cancellationToken = default);

    /// <summary>One.</summary>
    Task<RemoteTemplateDto> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Makes a message template of one: its fields in WeChat's order, called by their labels.</summary>
    Task<MessageTemplateDto> AdoptAsync(Guid id, AdoptTemplateDto input, CancellationToken cancellationToken = default);

    /// <summary>Deletes one at WeChat, for good. Refused while an enabled message template uses it.</summary>
    Task DeleteAsync(Guid id, CancellationToken cancellationToken = default);
}
