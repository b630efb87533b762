using WeChatNotifications.Templates;

namespace WeChatNotifications.Broadcasts;

/// <summary>Reads the audience of broadcasts page by page, in an order that does not change while it is read.</summary>
public interface IAudienceReader
{
    /// <summary>The recipients behind a cursor.</summary>
    /// <param name="query">Whose recipients.</param>
    /// <param name="cursor">Where the page before ended; null for the first one.</param>
    /// <param name="take">Most recipients.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<AudiencePage> ReadAsync(AudienceQuery query, string? cursor, int take, CancellationToken cancellationToken);

    /// <summary>Whether a stored list names somebody by a user id, so that one person may stand in it under two names.</summary>
    Task<bool> NamesUsersAsync(Guid broadcastId, CancellationToken cancellationToken);
}

/// <summary>Whose recipients are read.</summary>
/// <param name="BroadcastId">The broadcast.</param>
/// <param name="Kind">Its audience. Of <see cref="AudienceKind.Source"/>, what is staged is read.</param>
/// <param name="AppCredentialId">The template's app.</param>
/// <param name="Channel">The template's channel: it says which permit counts.</param>
/// <param name="WeChatTemplateId">WeChat's id of the template.</param>
/// <param name="UsableUntil">A form id that expires before this moment is none any more.</param>
public sealed record AudienceQuery(
    Guid BroadcastId, AudienceKind Kind, Guid AppCredentialId, MessageChannel Channel, string WeChatTemplateId, DateTimeOffset UsableUntil);

/// <summary>A page of recipients.</summary>
/// <param name="Members">The recipients.</param>
/// <param name="IsEnd">Whether nobody was behind them when they were read.</param>
public sealed record AudiencePage(IReadOnlyList<AudienceMember> Members, bool IsEnd);

/// <summary>One recipient.</summary>
/// <param name="OpenId">The openid under the template's app; null for a user.</param>
/// <param name="UserId">The host's user; null for an openid.</param>
/// <param name="Data">Values of this recipient alone, as a JSON object; null for none.</param>
/// <param name="Cursor">Its place: reading behind it goes on with the next one.</param>
public readonly record struct AudienceMember(string? OpenId, string? UserId, string? Data, string Cursor);
