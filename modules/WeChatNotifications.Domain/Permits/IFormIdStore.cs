namespace WeChatNotifications.Permits;

/// <summary>
/// Form ids and the deliveries they pay for. Each use is bound to one delivery before WeChat is called, so that two processes never hand out
/// the same one; the outcome of the call settles it (<see cref="FormIdSettlement"/>), in the transaction in which the outcome is recorded.
/// Claims and burns work across tenants; lists see the ambient tenant's only.
/// </summary>
public interface IFormIdStore : IFormIdCollector
{
    /// <summary>
    /// The permit for a delivery: the one that is bound to it already, else the user's form id that expires soonest among those that are good
    /// for long enough, one use of which is then the delivery's. No two calls, in whatever process, get the same use.
    /// </summary>
    /// <returns>The permit, or null when the user has none left.</returns>
    Task<FormIdPermit?> ClaimAsync(FormIdClaim claim, CancellationToken cancellationToken);

    /// <summary>The permit that is bound to a delivery at present; null when none is.</summary>
    Task<FormIdPermit?> FindBoundAsync(Guid deliveryId, CancellationToken cancellationToken);

    /// <summary>WeChat does not take the form id that is bound to a delivery: it is never used again, and the delivery may claim another.</summary>
    Task BurnAsync(Guid deliveryId, CancellationToken cancellationToken);

    /// <summary>Removes form ids that WeChat has forgotten.</summary>
    /// <param name="now">The present.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <returns>How many were removed; fewer than <paramref name="max"/> when none is left.</returns>
    Task<int> PurgeAsync(DateTimeOffset now, int max, CancellationToken cancellationToken);

    /// <summary>What users have, in the order of apps and openids.</summary>
    /// <param name="filter">Whose.</param>
    /// <param name="goodUntil">Form ids that expire at this moment or before do not count.</param>
    /// <param name="after">Only what comes behind this app and openid; null for the beginning.</param>
    /// <param name="take">Most rows.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<FormIdBalance>> ListBalancesAsync(
        FormIdFilter filter, DateTimeOffset goodUntil, (Guid AppCredentialId, string OpenId)? after, int take, CancellationToken cancellationToken);
}

/// <summary>A wish for a permit.</summary>
/// <param name="AppCredentialId">The mini program.</param>
/// <param name="OpenId">The user; form ids of others are no permit.</param>
/// <param name="DeliveryId">What it shall pay for.</param>
/// <param name="Now">The present.</param>
/// <param name="GoodUntil">One that expires at this moment or before is not taken.</param>
public readonly record struct FormIdClaim(Guid AppCredentialId, string OpenId, Guid DeliveryId, DateTimeOffset Now, DateTimeOffset GoodUntil);

/// <summary>A form id or prepay id that pays for one delivery.</summary>
/// <param name="FormIdRecordId">The record.</param>
/// <param name="FormId">What WeChat takes.</param>
/// <param name="Kind">Which of the two.</param>
/// <param name="IsRebound">Whether it was bound to the delivery by an earlier attempt, of which nobody knows whether it arrived.</param>
public sealed record FormIdPermit(Guid FormIdRecordId, string FormId, FormIdKind Kind, bool IsRebound)
{
    /// <summary>Whether WeChat itself refuses a second message with it.</summary>
    public bool IsSingleUse => Kind == FormIdKind.FormId;

    /// <summary>The form id stays out of logs.</summary>
    public override string ToString() => $"{nameof(FormIdPermit)} {{ {Kind}, IsRebound = {IsRebound} }}";
}

/// <summary>What becomes of the use that a delivery holds, once its outcome is known.</summary>
public enum FormIdSettlement
{
    /// <summary>WeChat took the message, or may have: the use is gone.</summary>
    Spent = 0,

    /// <summary>The message certainly did not arrive: the use is the user's again.</summary>
    GivenBack = 1,
}

/// <summary>Which balances to list; what is null does not narrow.</summary>
/// <param name="AppCredentialId">Of one app.</param>
/// <param name="OpenId">Of one user.</param>
public sealed record FormIdFilter(Guid? AppCredentialId, string? OpenId);

/// <summary>What one user's form ids of one app still pay for.</summary>
/// <param name="AppCredentialId">The app.</param>
/// <param name="OpenId">The user.</param>
/// <param name="FormIds">Form ids that are left.</param>
/// <param name="PrepayUses">Messages that prepay ids still allow.</param>
/// <param name="FirstExpiry">When the first of them expires.</param>
public sealed record FormIdBalance(Guid AppCredentialId, string OpenId, int FormIds, int PrepayUses, DateTimeOffset FirstExpiry);
