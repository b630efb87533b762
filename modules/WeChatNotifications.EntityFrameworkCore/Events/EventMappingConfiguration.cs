using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Events;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Events;

internal sealed class EventMappingConfiguration : IEntityTypeConfiguration<EventMapping>
{
    public void Configure(EntityTypeBuilder<EventMapping> mapping)
    {
        mapping.ToModuleTable("EventMappings");
        mapping.HasModuleKey();
        mapping.Property(m => m.Name).HasMaxLength(EventMappingLimits.NameLength);
        mapping.Property(m => m.EventName).HasMaxLength(EventMappingLimits.EventNameLength);
        mapping.Property(m => m.TemplateName).HasMaxLength(MessageTemplateLimits.NameLength);
        mapping.Property(m => m.RecipientPath).HasMaxLength(EventMappingLimits.PathLength);
        mapping.Property(m => m.DedupKeyPattern).HasMaxLength(EventMappingLimits.DedupKeyPatternLength);
        mapping.Property(m => m.Fields).IsJsonList();
        mapping.Property(m => m.Conditions).IsJsonList();
        mapping.Property(m => m.ConcurrencyStamp).IsConcurrencyToken();
        mapping.HasIndex(m => new { m.TenantId, m.Name }).IsUnique().NullsAreEqual();
    }
}
