namespace WeChatNotifications.MiniProgram;

/// <summary>
/// What a mini program's own pages ask for, in the name of the user who has them open. The HTTP API stands before it; a host whose mini
/// program talks to the host's own API may call it itself.
/// </summary>
public interface IMiniProgramAppService
{
    /// <summary>Finds out from WeChat who the user is, and begins a session.</summary>
    /// <param name="app">WeChat's appid of the mini program, or the id of its credential.</param>
    /// <param name="code">What <c>wx.login</c> gave; good for one log-in within five minutes.</param>
    /// <param name="signedInUser">The user of the host who is signed in on the same request; null when nobody is, or they shall not be tied together.</param>
    /// <param name="cancellationToken">Ends the wait; the code may be used up then.</param>
    /// <exception cref="Exception">A rule violation (<c>code</c>), "not found", a conflict, or WeChat's refusal.</exception>
    Task<MiniProgramLoginDto> LoginAsync(string app, string? code, SignedInUser? signedInUser, CancellationToken cancellationToken = default);

    /// <summary>Who a session belongs to; null when it is no session of ours, is over, or the user or the app has been removed since.</summary>
    Task<MiniProgramUser?> FindUserAsync(string? session, CancellationToken cancellationToken = default);

    /// <summary>Notes permits that the mini program collected. What is wrong in a report is refused by itself; the rest counts, and once only.</summary>
    Task<PermitReportResultDto> ReportAsync(MiniProgramUser user, PermitReport report, CancellationToken cancellationToken = default);

    /// <summary>The templates that the mini program should ask the user for now, in the order of need; all of one kind, as WeChat's dialog wants them.</summary>
    /// <param name="user">The user.</param>
    /// <param name="max">At most so many, 1 to 5: WeChat's dialog takes five in new versions and three in older ones.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<TemplateToAskForDto>> ListTemplatesToAskForAsync(MiniProgramUser user, int max, CancellationToken cancellationToken = default);

    /// <summary>What the user has allowed and not used yet.</summary>
    Task<OwnPermitsDto> GetPermitsAsync(MiniProgramUser user, CancellationToken cancellationToken = default);
}

/// <summary>A user of the host.</summary>
/// <param name="Id">The host's id of the user, at most 128 characters.</param>
/// <param name="TenantId">The user's tenant. Users are tied to accounts of their own tenant only.</param>
public sealed record SignedInUser(string Id, Guid? TenantId);

/// <summary>Who a session belongs to.</summary>
/// <param name="TenantId">The app's tenant.</param>
/// <param name="AppCredentialId">The app.</param>
/// <param name="OpenId">The user's openid under it.</param>
public sealed record MiniProgramUser(Guid? TenantId, Guid AppCredentialId, string OpenId)
{
    /// <summary>Nothing that points to the person.</summary>
    public override string ToString() => $"{nameof(MiniProgramUser)} {{ AppCredentialId = {AppCredentialId} }}";
}

/// <summary>A session that has begun.</summary>
/// <param name="Session">Belongs into the header <c>Authorization: WeChatSession …</c> of the next calls. Keep it as secret as a password.</param>
/// <param name="ExpiresAt">When it is over.</param>
/// <param name="IsNew">Whether the user was not known before.</param>
public sealed record MiniProgramLoginDto(string Session, DateTimeOffset ExpiresAt, bool IsNew)
{
    /// <summary>Never the session.</summary>
    public override string ToString() => $"{nameof(MiniProgramLoginDto)} {{ ExpiresAt = {ExpiresAt:O} }}";
}

/// <summary>A template that the user should be asked to allow.</summary>
/// <param name="TemplateId">WeChat's id of it, for <c>wx.requestSubscribeMessage</c>.</param>
/// <param name="Name">Its logical name.</param>
/// <param name="Title">The title that WeChat's dialog shows; null when nobody has entered it.</param>
/// <param name="Balance">How many messages the user still allows.</param>
/// <param name="IsLongTerm">Whether one accept allows messages until it is withdrawn.</param>
public sealed record TemplateToAskForDto(string TemplateId, string Name, string? Title, int Balance, bool IsLongTerm);

/// <summary>What a user has allowed and not used yet.</summary>
/// <param name="FormIds">How many messages their form ids and prepay ids pay for.</param>
/// <param name="Subscriptions">Their consent by template.</param>
public sealed record OwnPermitsDto(int FormIds, IReadOnlyList<OwnSubscriptionDto> Subscriptions);

/// <summary>A user's consent to one template.</summary>
/// <param name="TemplateId">WeChat's id of the template.</param>
/// <param name="Balance">Messages left, for a one-time subscription.</param>
/// <param name="IsLongTerm">Whether the subscription is long-term.</param>
/// <param name="AllowsSending">Whether a message may be sent, as far as is known.</param>
public sealed record OwnSubscriptionDto(string TemplateId, int Balance, bool IsLongTerm, bool AllowsSending);
