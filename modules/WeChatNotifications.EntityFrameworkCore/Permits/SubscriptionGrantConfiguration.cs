using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Permits;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Permits;

internal sealed class SubscriptionGrantConfiguration : IEntityTypeConfiguration<SubscriptionGrant>
{
    public void Configure(EntityTypeBuilder<SubscriptionGrant> grant)
    {
        grant.ToModuleTable("SubscriptionGrants");
        grant.HasModuleKey();
        grant.Property(g => g.OpenId).HasMaxLength(DeliveryLimits.OpenIdLength);
        grant.Property(g => g.WeChatTemplateId).HasMaxLength(MessageTemplateLimits.WeChatTemplateIdLength);
        grant.HasIndex(g => new { g.AppCredentialId, g.OpenId, g.WeChatTemplateId }).IsUnique();
    }
}
