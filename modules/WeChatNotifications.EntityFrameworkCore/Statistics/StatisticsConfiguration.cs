using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Statistics;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Statistics;

internal sealed class DeliveryTallyConfiguration(IndexDialect dialect) : IEntityTypeConfiguration<DeliveryTally>
{
    public void Configure(EntityTypeBuilder<DeliveryTally> tally)
    {
        tally.ToModuleTable("DeliveryTallies");
        tally.HasModuleKey();
        tally.Property(t => t.TemplateName).HasMaxLength(MessageTemplateLimits.NameLength);
        tally.HasIndex(t => t.BroadcastId).HasFilter(dialect.IsNotNull(nameof(DeliveryTally.BroadcastId)));
    }
}

internal sealed class DeliveryStatisticConfiguration(IndexDialect dialect) : IEntityTypeConfiguration<DeliveryStatistic>
{
    public void Configure(EntityTypeBuilder<DeliveryStatistic> statistic)
    {
        statistic.ToModuleTable("DeliveryStatistics");
        statistic.HasModuleKey();
        statistic.Property(s => s.TemplateName).HasMaxLength(MessageTemplateLimits.NameLength);
        statistic.HasIndex(s => new { s.TenantId, s.Hour, s.AppCredentialId, s.TemplateName, s.BroadcastId, s.Status, s.Reason, s.ErrorCode })
            .IsUnique().NullsAreEqual()
            .HasDatabaseName($"IX_{WeChatNotificationsDbProperties.DbTablePrefix}DeliveryStatistics_Key");
        statistic.HasIndex(s => s.BroadcastId).HasFilter(dialect.IsNotNull(nameof(DeliveryStatistic.BroadcastId)));
    }
}

internal sealed class DeliveryPaceConfiguration : IEntityTypeConfiguration<DeliveryPace>
{
    public void Configure(EntityTypeBuilder<DeliveryPace> pace)
    {
        pace.ToModuleTable("DeliveryPaces");
        pace.HasModuleKey();
        pace.HasIndex(p => new { p.TenantId, p.Minute }).IsUnique().NullsAreEqual();
    }
}
