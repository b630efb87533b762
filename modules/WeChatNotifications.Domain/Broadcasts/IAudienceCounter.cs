using WeChatNotifications.Deliveries;

namespace WeChatNotifications.Broadcasts;

/// <summary>Counts whom a broadcast would reach, without reading them. Sees the ambient tenant's only.</summary>
public interface IAudienceCounter
{
    /// <summary>How many recipients an audience has.</summary>
    Task<long> CountAsync(AudienceQuery query, CancellationToken cancellationToken);

    /// <summary>Those of an audience of whom it is known that they cannot be reached, by the reason.</summary>
    /// <param name="query">The audience; not a source, whose recipients only the host knows.</param>
    /// <param name="chainAppIds">The apps of the template's whole chain: a user of the host is reached by any of them.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    Task<IReadOnlyList<UnreachableCount>> CountUnreachableAsync(AudienceQuery query, IReadOnlyCollection<Guid> chainAppIds, CancellationToken cancellationToken);

    /// <summary>Those of some openids from whom the app holds the permit that the template's channel needs.</summary>
    Task<IReadOnlySet<string>> FindPermittedAsync(AudienceQuery query, IReadOnlyCollection<string> openIds, CancellationToken cancellationToken);

    /// <summary>How many messages of broadcasts are under way to WeChat; those with none are left out.</summary>
    Task<IReadOnlyDictionary<Guid, long>> CountSendingAsync(IReadOnlyCollection<Guid> broadcastIds, CancellationToken cancellationToken);
}

/// <summary>Recipients who cannot be reached.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many.</param>
/// <param name="Lines">The first of their lines, where the audience is a list.</param>
public sealed record UnreachableCount(DeliveryReason Reason, long Count, IReadOnlyList<long> Lines);
