using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Permits;

namespace WeChatNotifications.EntityFrameworkCore.Permits;

internal sealed class FormIdRecordConfiguration(IndexDialect dialect) : IEntityTypeConfiguration<FormIdRecord>
{
    public void Configure(EntityTypeBuilder<FormIdRecord> formId)
    {
        formId.ToModuleTable("FormIdRecords");
        formId.HasModuleKey();
        formId.Property(f => f.OpenId).HasMaxLength(DeliveryLimits.OpenIdLength);
        formId.Property(f => f.FormId).HasMaxLength(FormIdLimits.FormIdLength);
        formId.HasIndex(f => new { f.AppCredentialId, f.FormId }).IsUnique();

        // What can be claimed: small, because used ones leave it.
        formId.HasIndex(f => new { f.AppCredentialId, f.OpenId, f.ExpiresAt })
            .HasFilter(dialect.IsPositive(nameof(FormIdRecord.UsesLeft)))
            .HasDatabaseName($"IX_{WeChatNotificationsDbProperties.DbTablePrefix}FormIdRecords_Usable");
        formId.HasIndex(f => f.ExpiresAt);
    }
}

internal sealed class FormIdUseConfiguration : IEntityTypeConfiguration<FormIdUse>
{
    public void Configure(EntityTypeBuilder<FormIdUse> use)
    {
        use.ToModuleTable("FormIdUses");
        use.HasModuleKey();
        use.HasIndex(u => u.DeliveryLogId).IsUnique();
        use.HasOne<FormIdRecord>().WithMany().HasForeignKey(u => u.FormIdRecordId).OnDelete(DeleteBehavior.Cascade);
    }
}
