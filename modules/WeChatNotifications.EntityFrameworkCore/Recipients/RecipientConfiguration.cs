using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Recipients;

namespace WeChatNotifications.EntityFrameworkCore.Recipients;

internal sealed class RecipientConfiguration(IndexDialect dialect) : IEntityTypeConfiguration<Recipient>
{
    public void Configure(EntityTypeBuilder<Recipient> recipient)
    {
        recipient.ToModuleTable("Recipients");
        recipient.HasModuleKey();
        recipient.Property(r => r.OpenId).HasMaxLength(DeliveryLimits.OpenIdLength);
        recipient.Property(r => r.UserId).HasMaxLength(RecipientLimits.UserIdLength);
        recipient.Property(r => r.UnionId).HasMaxLength(RecipientLimits.UnionIdLength);
        recipient.HasIndex(r => new { r.AppCredentialId, r.OpenId }).IsUnique();
        recipient.HasIndex(r => new { r.TenantId, r.UserId, r.AppCredentialId }).HasFilter(dialect.IsNotNull(nameof(Recipient.UserId)));
        recipient.HasIndex(r => new { r.TenantId, r.UnionId, r.AppCredentialId }).HasFilter(dialect.IsNotNull(nameof(Recipient.UnionId)));

        // Lists and broadcasts go through an app's recipients in the order of their ids.
        recipient.HasIndex(r => new { r.AppCredentialId, r.Id });
    }
}

internal sealed class FollowerImportConfiguration(IndexDialect dialect) : IEntityTypeConfiguration<FollowerImport>
{
    public void Configure(EntityTypeBuilder<FollowerImport> import)
    {
        import.ToModuleTable("FollowerImports");
        import.HasModuleKey();
        import.Property(i => i.NextOpenId).HasMaxLength(DeliveryLimits.OpenIdLength);
        import.Property(i => i.ErrorMessage).HasMaxLength(DeliveryLimits.ErrorMessageLength);
        import.Property(i => i.ConcurrencyStamp).IsConcurrencyToken();
        import.HasIndex(i => new { i.AppCredentialId, i.Id });

        // One at a time for an app, whoever starts it where.
        import.HasIndex(i => i.AppCredentialId).IsUnique()
            .HasFilter(dialect.In(nameof(FollowerImport.Status), FollowerImportStatus.Running, FollowerImportStatus.WaitingForQuota));
        import.HasIndex(i => new { i.Status, i.NotBefore });
    }
}
