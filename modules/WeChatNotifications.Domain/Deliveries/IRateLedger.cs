namespace WeChatNotifications.Deliveries;

/// <summary>
/// Gives out the moments at which messages under a limit may leave, each of them once, to all nodes that work on one database (generic
/// cell rate algorithm). What was given and is not used is lost.
/// </summary>
public interface IRateLedger
{
    /// <summary>
    /// Takes the next moments. Given in vain after a rest, they begin up to <see cref="RateTurns.Burst"/> in the past.
    /// </summary>
    /// <param name="key">Whose limit.</param>
    /// <param name="perSecond">The limit, 1 or more.</param>
    /// <param name="wanted">How many moments, 1 or more.</param>
    /// <param name="now">The caller's present. A store that has a clock common to all nodes goes by that one, and gives moments of the caller's.</param>
    /// <param name="cancellationToken">Cancels the statement; moments may be lost then.</param>
    Task<RateGrant> TakeAsync(RateKey key, int perSecond, int wanted, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>What a limit is about.</summary>
public enum RateScope
{
    /// <summary>One app.</summary>
    App = 0,

    /// <summary>All apps of one tenant.</summary>
    Tenant = 1,
}

/// <summary>Whose limit.</summary>
/// <param name="Scope">What it is about.</param>
/// <param name="Id">The app's or the tenant's id; empty for the host itself.</param>
public readonly record struct RateKey(RateScope Scope, Guid Id);

/// <summary>Moments that were given.</summary>
/// <param name="From">The first; the others follow at the limit's interval.</param>
/// <param name="Count">How many.</param>
public readonly record struct RateGrant(DateTimeOffset From, int Count);
