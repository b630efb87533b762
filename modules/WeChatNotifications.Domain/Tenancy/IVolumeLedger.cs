namespace WeChatNotifications.Tenancy;

/// <summary>Gives out a tenant's volume of the day to all nodes that work on one database, so that together they keep to it.</summary>
public interface IVolumeLedger
{
    /// <summary>
    /// Takes some messages out of the day's volume. The day's first call counts in what statistics know already to be sent; what is not
    /// used has to be given back.
    /// </summary>
    /// <param name="tenantId">Whose volume; null for the host's own.</param>
    /// <param name="day">When the day began, <see cref="BeijingDay.StartOf"/>.</param>
    /// <param name="wanted">How many, 1 or more.</param>
    /// <param name="limit">The day's volume.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <returns>How many were left of those wanted; 0 when the volume is used up, and for a day that is over.</returns>
    Task<int> TakeAsync(Guid? tenantId, DateTimeOffset day, int wanted, int limit, CancellationToken cancellationToken);

    /// <summary>Puts messages back that were not sent; of a day that is over nothing is put back.</summary>
    Task GiveBackAsync(Guid? tenantId, DateTimeOffset day, int count, CancellationToken cancellationToken);
}
