using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Recipients;

/// <summary>An import of an official account's followers: where it stands, and from where it goes on after a crash.</summary>
public sealed class FollowerImport : Entity
{
    private FollowerImport()
    {
    }

    private FollowerImport(Guid id, Guid? tenantId)
        : base(id, tenantId)
    {
    }

    /// <summary>The official account.</summary>
    public Guid AppCredentialId { get; private set; }

    /// <summary>Where it stands.</summary>
    public FollowerImportStatus Status { get; private set; }

    /// <summary>Whether union ids are fetched too: one more call for every 100 followers.</summary>
    public bool WithUnionIds { get; private set; }

    /// <summary>WeChat's cursor: the last openid of the last page that is stored; null before the first.</summary>
    public string? NextOpenId { get; private set; }

    /// <summary>How many followers WeChat says there are.</summary>
    public long Total { get; private set; }

    /// <summary>How many are stored.</summary>
    public long Imported { get; private set; }

    /// <summary>How many of them were not known before.</summary>
    public long Added { get; private set; }

    /// <summary>Pages read.</summary>
    public int Pages { get; private set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>Since when it goes on without a break: what it did before, a wait for the quota or for a person says nothing of its pace.</summary>
    public DateTimeOffset RunningSince { get; private set; }

    /// <summary>How many followers were stored before <see cref="RunningSince"/>.</summary>
    public long ImportedBefore { get; private set; }

    /// <summary>When it last made a step.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>It makes no step before this moment.</summary>
    public DateTimeOffset NotBefore { get; private set; }

    /// <summary>Steps that failed in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>WeChat's error code of the last step that failed.</summary>
    public int? ErrorCode { get; private set; }

    /// <summary>What WeChat or the network said then.</summary>
    public string? ErrorMessage { get; private set; }

    /// <summary>Changes with every change; guards against two nodes that make the same step.</summary>
    public Guid ConcurrencyStamp { get; private set; }

    /// <summary>Begins an import.</summary>
    public static FollowerImport Start(Guid? tenantId, Guid appCredentialId, bool withUnionIds, DateTimeOffset now) => new(NewId(now), tenantId)
    {
        AppCredentialId = appCredentialId,
        WithUnionIds = withUnionIds,
        StartedAt = now,
        RunningSince = now,
        UpdatedAt = now,
        NotBefore = now,
        ConcurrencyStamp = Guid.NewGuid(),
    };

    /// <summary>Whether it still has work to do.</summary>
    public bool IsActive => Status is FollowerImportStatus.Running or FollowerImportStatus.WaitingForQuota;

    /// <summary>A page is stored.</summary>
    /// <param name="page">What it held.</param>
    /// <param name="now">The present.</param>
    public void PageStored(FollowerImportPage page, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(page);
        GoOn(now);
        (Total, Imported, Added, Pages) = (page.Total, Imported + page.Imported, Added + page.Added, Pages + 1);
        (NextOpenId, Failures, ErrorCode, ErrorMessage) = (page.NextOpenId ?? NextOpenId, 0, null, null);
        if (page.NextOpenId is null)
        {
            (Status, FinishedAt) = (FollowerImportStatus.Completed, now);
        }

        Touch(now);
    }

    /// <summary>The step failed; the next one is made later.</summary>
    public void Postpone(FollowerImportStatus status, DateTimeOffset notBefore, DeliveryError error, DateTimeOffset now)
    {
        (Status, NotBefore, Failures) = (status, notBefore, status == FollowerImportStatus.WaitingForQuota ? 0 : Failures + 1);
        SetError(error);
        Touch(now);
    }

    /// <summary>
    /// WeChat does not know the cursor any more: the follower it names has left. The next step lists from the first one again; what is stored
    /// stays and is written over by the same.
    /// </summary>
    public void BeginAgain(DateTimeOffset notBefore, DeliveryError error, DateTimeOffset now)
    {
        (NextOpenId, Imported, Pages) = (null, 0, 0);
        (RunningSince, ImportedBefore) = (now, 0);
        Postpone(FollowerImportStatus.Running, notBefore, error, now);
    }

    /// <summary>The step failed for good.</summary>
    public void Fail(DeliveryError error, DateTimeOffset now)
    {
        (Status, FinishedAt) = (FollowerImportStatus.Failed, now);
        SetError(error);
        Touch(now);
    }

    /// <summary>Somebody does not want it any more.</summary>
    /// <exception cref="ConflictException">It has ended already.</exception>
    public void Cancel(DateTimeOffset now)
    {
        Require(IsActive);
        (Status, FinishedAt) = (FollowerImportStatus.Cancelled, now);
        Touch(now);
    }

    /// <summary>Somebody wants it to go on where it stopped, or does not want to wait for the quota.</summary>
    /// <exception cref="ConflictException">It is running, or complete.</exception>
    public void Resume(DateTimeOffset now)
    {
        Require(Status is FollowerImportStatus.WaitingForQuota or FollowerImportStatus.Failed or FollowerImportStatus.Cancelled);
        (Status, FinishedAt, NotBefore, Failures) = (FollowerImportStatus.Running, null, now, 0);
        (RunningSince, ImportedBefore) = (now, Imported);
        Touch(now);
    }

    /// <summary>How many followers it stored a second since it goes on without a break; null when there is nothing to tell from.</summary>
    public double? Rate
        => (UpdatedAt - RunningSince).TotalSeconds is > 0 and var seconds && Imported > ImportedBefore ? (Imported - ImportedBefore) / seconds : null;

    /// <summary>How long the rest takes at that pace; null when it is not running, or there is nothing to tell from.</summary>
    public TimeSpan? TimeLeft
        => Status == FollowerImportStatus.Running && Rate is { } rate ? TimeSpan.FromSeconds(Math.Ceiling(Math.Max(0, Total - Imported) / rate)) : null;

    /// <summary>After a wait for the quota its pace is measured anew.</summary>
    private void GoOn(DateTimeOffset now)
    {
        if (Status == FollowerImportStatus.WaitingForQuota)
        {
            (Status, RunningSince, ImportedBefore) = (FollowerImportStatus.Running, now, Imported);
        }
    }

    private void Require(bool condition)
    {
        if (!condition)
        {
            throw ConflictException.ImportState(Status);
        }
    }

    private void SetError(DeliveryError error)
        => (ErrorCode, ErrorMessage) = (error.Code, StoredText.Cut(error.Message, DeliveryLimits.ErrorMessageLength));

    private void Touch(DateTimeOffset now) => (UpdatedAt, ConcurrencyStamp) = (now, Guid.NewGuid());
}

/// <summary>A page of followers that is being stored.</summary>
/// <param name="Total">How many followers WeChat says there are.</param>
/// <param name="Imported">How many the page held.</param>
/// <param name="Added">How many of them were not known before.</param>
/// <param name="NextOpenId">WeChat's cursor behind it; null when it was the last.</param>
public sealed record FollowerImportPage(long Total, int Imported, int Added, string? NextOpenId);
