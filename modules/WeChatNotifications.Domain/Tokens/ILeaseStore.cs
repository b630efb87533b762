namespace WeChatNotifications.Tokens;

/// <summary>Named leases that hold across nodes: at most one holder at a time, and a dead holder's lease lapses by itself.</summary>
public interface ILeaseStore
{
    /// <summary>Takes or prolongs a lease.</summary>
    /// <param name="name">What is leased.</param>
    /// <param name="holder">Who wants it; the present holder may prolong it.</param>
    /// <param name="now">The present.</param>
    /// <param name="until">Until when.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <returns>Whether the lease is the holder's now.</returns>
    Task<bool> TryAcquireAsync(string name, Guid holder, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Takes a lease away from its holder, if it still lasts until just the moment that was seen: of several who see the same, one gets it.</summary>
    /// <param name="name">What is leased.</param>
    /// <param name="holder">Who wants it.</param>
    /// <param name="seenUntil">Until when it was seen to last.</param>
    /// <param name="until">Until when it shall last for the new holder; not the same moment.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <returns>Whether the lease is the holder's now.</returns>
    Task<bool> TryTakeOverAsync(string name, Guid holder, DateTimeOffset seenUntil, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Gives a lease back, if the holder still has it.</summary>
    Task ReleaseAsync(string name, Guid holder, CancellationToken cancellationToken);
}
