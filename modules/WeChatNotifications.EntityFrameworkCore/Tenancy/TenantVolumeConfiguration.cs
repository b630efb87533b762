using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.EntityFrameworkCore.Tenancy;

internal sealed class TenantVolumeConfiguration : IEntityTypeConfiguration<TenantVolume>
{
    public void Configure(EntityTypeBuilder<TenantVolume> volume)
    {
        volume.ToModuleTable("TenantVolumes");
        volume.HasKey(v => v.OwnerId);
        volume.Property(v => v.OwnerId).ValueGeneratedNever();
    }
}
