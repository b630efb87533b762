namespace WeChatNotifications.Permits;

/// <summary>Adds up what the users of an app allow, for people who look at the whole. Sees the ambient tenant's only.</summary>
public interface IPermitSums
{
    /// <summary>The ledgers of an app, added up by template and what was last decided. Reads all of them.</summary>
    Task<IReadOnlyList<GrantSum>> OfGrantsAsync(Guid appCredentialId, CancellationToken cancellationToken);

    /// <summary>What an app's form ids still pay for, added up by when they expire.</summary>
    /// <param name="appCredentialId">The mini program.</param>
    /// <param name="bounds">Moments in their order; a sum's place is how many of them lie at or before the expiry. What expires before the first is left out.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<FormIdSum>> OfUsableFormIdsAsync(Guid appCredentialId, FormIdBounds bounds, CancellationToken cancellationToken);

    /// <summary>The form ids of an app that are still kept, used or not, added up by when they were collected.</summary>
    /// <inheritdoc cref="OfUsableFormIdsAsync" path="/param"/>
    Task<IReadOnlyList<FormIdSum>> OfCollectedFormIdsAsync(Guid appCredentialId, FormIdBounds bounds, CancellationToken cancellationToken);
}

/// <summary>Ledgers of one template.</summary>
/// <param name="WeChatTemplateId">WeChat's template id.</param>
/// <param name="IsLongTerm">Whether one accept allows messages until it is withdrawn.</param>
/// <param name="LastDecision">What their users decided last.</param>
/// <param name="Users">How many ledgers; each user has one.</param>
/// <param name="WithBalance">How many of them have messages left, for a one-time subscription.</param>
/// <param name="Remaining">Messages left in all, for a one-time subscription.</param>
public sealed record GrantSum(string WeChatTemplateId, bool IsLongTerm, GrantDecision LastDecision, long Users, long WithBalance, long Remaining);

/// <summary>Form ids of a span of time.</summary>
/// <param name="Place">Which span, from 1.</param>
/// <param name="Kind">Form ids or prepay ids.</param>
/// <param name="Records">How many.</param>
/// <param name="Uses">Messages that they still allow.</param>
public sealed record FormIdSum(int Place, FormIdKind Kind, long Records, long Uses);

/// <summary>Eight moments in their order, which cut time into spans; the last span has no end.</summary>
public sealed record FormIdBounds
{
    /// <summary>How many spans there are.</summary>
    public const int Spans = 8;

    private readonly DateTimeOffset[] _starts;

    /// <param name="starts">Where each of the eight spans begins.</param>
    /// <exception cref="ArgumentException">They are not eight, or not in their order.</exception>
    public FormIdBounds(IReadOnlyList<DateTimeOffset> starts)
    {
        ArgumentNullException.ThrowIfNull(starts);
        if (starts.Count != Spans || !starts.SequenceEqual(starts.Order()))
        {
            throw new ArgumentException("Eight moments in their order are needed.", nameof(starts));
        }

        _starts = [.. starts.Select(s => s.ToUniversalTime())];
    }

    /// <summary>Where a span begins.</summary>
    /// <param name="place">Which, from 1 to 8.</param>
    public DateTimeOffset this[int place] => _starts[place - 1];
}
