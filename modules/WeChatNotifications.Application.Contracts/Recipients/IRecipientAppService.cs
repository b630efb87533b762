namespace WeChatNotifications.Recipients;

/// <summary>The users whom the apps know.</summary>
public interface IRecipientAppService
{
    /// <summary>A page of them.</summary>
    Task<CursorPage<RecipientDto>> ListAsync(RecipientQueryDto query, CancellationToken cancellationToken = default);

    /// <summary>One by id.</summary>
    Task<RecipientDto> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Ties an openid to a user of the host, or unties it.</summary>
    Task<RecipientDto> LinkAsync(LinkRecipientDto input, CancellationToken cancellationToken = default);

    /// <summary>
    /// Forgets the person under that app: the recipient, what they allowed, and form ids collected from them. Their session ends. What was
    /// sent to them stays in the delivery log, and they become known again when they come back.
    /// </summary>
    Task DeleteAsync(Guid id, CancellationToken cancellationToken = default);
}
