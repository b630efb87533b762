using System.Collections.Concurrent;
using Volo.Abp.Auditing;

namespace WeChatNotifications.Abp.Tests.Support;

/// <summary>Keeps what ABP would write into its audit log.</summary>
public sealed class RecordedAudits : IAuditingStore
{
    public ConcurrentBag<AuditLogInfo> Logs { get; } = [];

    public Task SaveAsync(AuditLogInfo auditInfo)
    {
        Logs.Add(auditInfo);
        return Task.CompletedTask;
    }
}
