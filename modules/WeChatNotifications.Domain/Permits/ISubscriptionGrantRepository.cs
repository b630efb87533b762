namespace WeChatNotifications.Permits;

/// <summary>Stores subscription grants. Sees the ambient tenant's only.</summary>
public interface ISubscriptionGrantRepository
{
    /// <summary>
    /// Applies decisions in one transaction; a ledger that does not exist yet is opened. Reports for the same user may arrive at
    /// the same time from several nodes: none is lost. An accept of the mini program's and WeChat's event of the same accept, in whichever
    /// order they come, add one message.
    /// </summary>
    Task RecordAsync(Guid appCredentialId, IReadOnlyList<GrantReport> reports, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A page of ledgers in the order of their ids, not tracked.</summary>
    Task<IReadOnlyList<SubscriptionGrant>> ListAsync(GrantFilter filter, Guid? after, int take, CancellationToken cancellationToken);
}

/// <summary>One decision of one user about one template.</summary>
/// <param name="OpenId">The user.</param>
/// <param name="WeChatTemplateId">WeChat's template id.</param>
/// <param name="IsLongTerm">Whether the template's subscription is long-term; null for "as the ledger says", where whoever tells does not know.</param>
/// <param name="Decision">What the user decided.</param>
/// <param name="Accepts">How many accepts it stands for.</param>
public sealed record GrantReport(string OpenId, string WeChatTemplateId, bool? IsLongTerm, GrantDecision Decision, int Accepts)
{
    /// <summary>Who tells. An accept that both the mini program and WeChat tell of counts once.</summary>
    public GrantSource Source { get; init; } = GrantSource.Administrator;

    /// <summary>When the user decided, as far as whoever tells knows; null for "now".</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>Which grants to list; what is null does not narrow.</summary>
/// <param name="AppCredentialId">Of one app.</param>
/// <param name="OpenIds">Of these users.</param>
/// <param name="WeChatTemplateIds">For these templates.</param>
public sealed record GrantFilter(Guid? AppCredentialId, IReadOnlyCollection<string>? OpenIds, IReadOnlyCollection<string>? WeChatTemplateIds);
