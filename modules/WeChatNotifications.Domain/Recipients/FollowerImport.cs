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
        UpdatedAt = now,
        NotBefore = now,
        ConcurrencyStamp = Guid.NewGuid(),
    };

    /// <summary>A page is stored.</summary>
    public void PageStored(long total, int imported, int added, string? nextOpenId, DateTimeOffset now)
    {
        (Total, Imported, Added, Pages) = (total, Imported + imported, Added + added, Pages + 1);
        (Status, NextOpenId, Failures, ErrorCode, ErrorMessage) = (FollowerImportStatus.Running, nextOpenId ?? NextOpenId, 0, null, null);
        Touch(now);
    }

    /// <summary>The last page is stored.</summary>
    public void Complete(DateTimeOffset now)
    {
        (Status, FinishedAt) = (FollowerImportStatus.Completed, now);
        Touch(now);
    }

    /// <summary>The step failed; the next one is made later.</summary>
    public void Postpone(FollowerImportStatus status, DateTimeOffset notBefore, DeliveryError error, DateTimeOffset now)
    {
        (Status, NotBefore, Failures) = (status, notBefore, Failures + 1);
        SetError(error);
        Touch(now);
    }

    /// <summary>The step failed for good.</summary>
    public void Fail(DeliveryError error, DateTimeOffset now)
    {
        (Status, FinishedAt) = (FollowerImportStatus.Failed, now);
        SetError(error);
        Touch(now);
    }

    /// <summary>Somebody does not want it any more.</summary>
    public void Cancel(DateTimeOffset now)
    {
        (Status, FinishedAt) = (FollowerImportStatus.Cancelled, now);
        Touch(now);
    }

    /// <summary>Somebody wants it to go on where it stopped.</summary>
    public void Resume(DateTimeOffset now)
    {
        (Status, FinishedAt, NotBefore, Failures) = (FollowerImportStatus.Running, null, now, 0);
        Touch(now);
    }

    private void SetError(DeliveryError error)
        => (ErrorCode, ErrorMessage) = (error.Code, StoredText.Cut(error.Message, DeliveryLimits.ErrorMessageLength));

    private void Touch(DateTimeOffset now) => (UpdatedAt, ConcurrencyStamp) = (now, Guid.NewGuid());
}
