namespace WeChatNotifications.Templates;

/// <summary>Administers the tenant's message templates.</summary>
public interface IMessageTemplateAppService
{
    /// <summary>All of the tenant, or of one app, by name.</summary>
    Task<IReadOnlyList<MessageTemplateDto>> ListAsync(Guid? appCredentialId, CancellationToken cancellationToken = default);

    /// <summary>One.</summary>
    Task<MessageTemplateDto> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Shows what a template as it is being written makes of sample values, and what is wrong with it. Stores nothing.</summary>
    Task<TemplatePreviewDto> PreviewAsync(PreviewTemplateDto input, CancellationToken cancellationToken = default);

    /// <summary>Adds one.</summary>
    Task<MessageTemplateDto> CreateAsync(SaveMessageTemplateDto input, CancellationToken cancellationToken = default);

    /// <summary>Changes one. Deliveries that wait already keep what was rendered for them.</summary>
    Task<MessageTemplateDto> UpdateAsync(Guid id, UpdateMessageTemplateDto input, CancellationToken cancellationToken = default);

    /// <summary>Removes one. Its deliveries stay in the log, and those that wait are still sent.</summary>
    Task DeleteAsync(Guid id, CancellationToken cancellationToken = default);
}
