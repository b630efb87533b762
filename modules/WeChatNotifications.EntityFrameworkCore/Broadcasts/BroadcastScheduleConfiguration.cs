using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.Broadcasts;
using WeChatNotifications.Credentials;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Recipients;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Broadcasts;

internal sealed class BroadcastScheduleConfiguration(IndexDialect dialect) : IEntityTypeConfiguration<BroadcastSchedule>
{
    public void Configure(EntityTypeBuilder<BroadcastSchedule> schedule)
    {
        schedule.ToModuleTable("BroadcastSchedules");
        schedule.HasModuleKey();
        schedule.Property(s => s.Name).HasMaxLength(BroadcastLimits.NameLength);
        schedule.Property(s => s.TemplateName).HasMaxLength(MessageTemplateLimits.NameLength);
        schedule.Property(s => s.SourceName).HasMaxLength(BroadcastLimits.SourceLength);
        schedule.Property(s => s.Cron).HasMaxLength(BroadcastLimits.CronLength);
        schedule.Property(s => s.TimeZone).HasMaxLength(AppCredentialLimits.TimeZoneLength);
        schedule.Property(s => s.LastError).HasMaxLength(DeliveryLimits.ErrorMessageLength);
        schedule.Property(s => s.CreatedBy).HasMaxLength(RecipientLimits.UserIdLength);
        schedule.Property(s => s.ConcurrencyStamp).IsConcurrencyToken();
        schedule.HasIndex(s => new { s.TenantId, s.Id });
        schedule.HasIndex(s => s.NextAt).HasFilter(dialect.IsNotNull(nameof(BroadcastSchedule.NextAt)));
    }
}
