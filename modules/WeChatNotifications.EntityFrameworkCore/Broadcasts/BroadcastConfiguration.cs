using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Recipients;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Broadcasts;

internal sealed class BroadcastConfiguration(IndexDialect dialect) : IEntityTypeConfiguration<Broadcast>
{
    public void Configure(EntityTypeBuilder<Broadcast> broadcast)
    {
        broadcast.ToModuleTable("Broadcasts");
        broadcast.HasModuleKey();
        broadcast.Property(b => b.Name).HasMaxLength(BroadcastLimits.NameLength);
        broadcast.Property(b => b.TemplateName).HasMaxLength(MessageTemplateLimits.NameLength);
        broadcast.Property(b => b.SourceName).HasMaxLength(BroadcastLimits.SourceLength);
        broadcast.Property(b => b.StatusMessage).HasMaxLength(DeliveryLimits.ErrorMessageLength);
        broadcast.Property(b => b.Cursor).HasMaxLength(DeliveryLimits.OpenIdLength);
        broadcast.Property(b => b.CreatedBy).HasMaxLength(RecipientLimits.UserIdLength);
        broadcast.Property(b => b.ConcurrencyStamp).IsConcurrencyToken();
        broadcast.HasIndex(b => new { b.TenantId, b.Id });

        // What the expansion has to look at: few, because most broadcasts are over.
        broadcast.HasIndex(b => b.Status)
            .HasFilter(dialect.NotIn(nameof(Broadcast.Status), BroadcastStatus.Draft, BroadcastStatus.Completed, BroadcastStatus.Cancelled));
    }
}

internal sealed class BroadcastItemConfiguration(IndexDialect dialect) : IEntityTypeConfiguration<BroadcastItem>
{
    public void Configure(EntityTypeBuilder<BroadcastItem> item)
    {
        item.ToModuleTable("BroadcastItems");
        item.HasKey(i => new { i.BroadcastId, i.Number });
        item.Property(i => i.Number).ValueGeneratedNever();
        item.Property(i => i.OpenId).HasMaxLength(DeliveryLimits.OpenIdLength);
        item.Property(i => i.UserId).HasMaxLength(RecipientLimits.UserIdLength);

        // Nobody gets a broadcast twice, however often a list names them.
        item.HasIndex(i => new { i.BroadcastId, i.OpenId }).IsUnique().HasFilter(dialect.IsNotNull(nameof(BroadcastItem.OpenId)));
        item.HasIndex(i => new { i.BroadcastId, i.UserId }).IsUnique().HasFilter(dialect.IsNotNull(nameof(BroadcastItem.UserId)));
    }
}

internal sealed class BroadcastBadRowConfiguration : IEntityTypeConfiguration<BroadcastBadRow>
{
    public void Configure(EntityTypeBuilder<BroadcastBadRow> row)
    {
        row.ToModuleTable("BroadcastBadRows");
        row.HasKey(r => new { r.BroadcastId, r.Number });
        row.Property(r => r.Number).ValueGeneratedNever();
        row.Property(r => r.Field).HasMaxLength(BroadcastLimits.BadRowFieldLength);
        row.Property(r => r.Rule).HasMaxLength(128);
    }
}
