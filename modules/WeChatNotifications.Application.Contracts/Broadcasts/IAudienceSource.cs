using System.Text.Json;

namespace WeChatNotifications.Broadcasts;

/// <summary>
/// Recipients that the host knows and the module does not: customers of a segment, guests of an event. Register it by
/// <c>AddAudienceSource</c>; a broadcast names it. Made anew, with the scoped services of its tenant, for each reading.
/// </summary>
public interface IAudienceSource
{
    /// <summary>What broadcasts call it: 1 to 64 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>; unique in the host, stable.</summary>
    string Name { get; }

    /// <summary>What it yields and which arguments it understands, for whoever chooses it, in the language of the request; null says nothing.</summary>
    string? Description => null;

    /// <summary>
    /// Yields the recipients, one after the other: never all in memory. After a crash it is read anew from its beginning; whom it has yielded
    /// before is passed over, in whatever order it comes then. What it throws ends the reading, and it is tried again a few times.
    /// </summary>
    /// <param name="request">What is asked for. The ambient tenant is the broadcast's.</param>
    /// <param name="cancellationToken">Ends the reading: the host stops, or the broadcast was cancelled.</param>
    IAsyncEnumerable<AudienceEntry> ReadAsync(AudienceRequest request, CancellationToken cancellationToken);
}

/// <summary>What a broadcast asks a source for.</summary>
/// <param name="TenantId">The broadcast's tenant; null for the host itself.</param>
/// <param name="TemplateName">Logical name of its template.</param>
/// <param name="Arguments">What the broadcast says about its audience, whatever the source understands; null for nothing.</param>
public sealed record AudienceRequest(Guid? TenantId, string TemplateName, JsonElement? Arguments);

/// <summary>One recipient: an openid under the template's app, or a user of the host; exactly one of both.</summary>
public sealed record AudienceEntry
{
    /// <summary>The openid.</summary>
    public string? OpenId { get; init; }

    /// <summary>The host's id of the user.</summary>
    public string? UserId { get; init; }

    /// <summary>Values for this recipient alone; they come before those that all share. Null for none.</summary>
    public IReadOnlyDictionary<string, object?>? Data { get; init; }

    /// <summary>A recipient named by openid.</summary>
    public static AudienceEntry ForOpenId(string openId, IReadOnlyDictionary<string, object?>? data = null) => new() { OpenId = openId, Data = data };

    /// <summary>A recipient named by the host's user id.</summary>
    public static AudienceEntry ForUser(string userId, IReadOnlyDictionary<string, object?>? data = null) => new() { UserId = userId, Data = data };
}
