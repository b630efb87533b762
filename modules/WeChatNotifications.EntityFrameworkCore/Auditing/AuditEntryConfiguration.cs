using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.Auditing;
using WeChatNotifications.EntityFrameworkCore.Modeling;

namespace WeChatNotifications.EntityFrameworkCore.Auditing;

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToModuleTable("AuditEntries");
        entry.HasModuleKey();
        entry.Property(e => e.UserId).HasMaxLength(AuditLimits.UserIdLength);
        entry.Property(e => e.UserName).HasMaxLength(AuditLimits.UserNameLength);
        entry.Property(e => e.EntityName).HasMaxLength(AuditLimits.EntityNameLength);
        entry.Property(e => e.Changes).IsJsonList();

        // The trail is read newest first, as a whole or of one thing; ids grow with time.
        entry.HasIndex(e => new { e.TenantId, e.Id });
        entry.HasIndex(e => new { e.EntityId, e.Id });
    }
}
