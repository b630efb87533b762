namespace WeChatNotifications.Deliveries;

/// <summary>How many deliveries a filter lets through.</summary>
/// <param name="Total">All of them.</param>
/// <param name="Retryable">Those that stand where a person may have them sent again.</param>
/// <param name="Cancellable">Those that a person may take out of the queue.</param>
/// <param name="MaxAtOnce">Most that one call retries or cancels.</param>
public sealed record DeliveryCountsDto(long Total, long Retryable, long Cancellable, int MaxAtOnce);

/// <summary>What became of a wish to retry or cancel many deliveries.</summary>
/// <param name="Matched">Deliveries that the filters let through when it began.</param>
/// <param name="Changed">Those that were retried or cancelled.</param>
/// <param name="NotPossible">
/// Those that were looked at and left as they are: on their way or arrived, without a message or without a known receiver, or changed by
/// somebody else meanwhile.
/// </param>
/// <param name="HasMore">Whether as many as one call may change were changed and there are more: call again.</param>
public sealed record DeliveriesChangedDto(long Matched, long Changed, long NotPossible, bool HasMore);
