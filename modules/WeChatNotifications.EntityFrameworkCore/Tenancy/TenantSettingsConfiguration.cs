using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.EntityFrameworkCore.Tenancy;

internal sealed class TenantSettingsConfiguration : IEntityTypeConfiguration<TenantSettings>
{
    public void Configure(EntityTypeBuilder<TenantSettings> settings)
    {
        settings.ToModuleTable("TenantSettings");
        settings.HasModuleKey();
        settings.Property(s => s.ConcurrencyStamp).IsConcurrencyToken();
        settings.HasIndex(s => s.TenantId).IsUnique().NullsAreEqual();
    }
}
