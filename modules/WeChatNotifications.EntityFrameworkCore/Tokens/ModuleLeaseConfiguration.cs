using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Tokens;

namespace WeChatNotifications.EntityFrameworkCore.Tokens;

internal sealed class ModuleLeaseConfiguration : IEntityTypeConfiguration<ModuleLease>
{
    public void Configure(EntityTypeBuilder<ModuleLease> lease)
    {
        lease.ToModuleTable("Leases");
        lease.HasKey(l => l.Name);
        lease.Property(l => l.Name).HasMaxLength(ModuleLease.NameLength);
    }
}
