using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Nodes;

namespace WeChatNotifications.EntityFrameworkCore.Nodes;

internal sealed class ModuleNodeConfiguration : IEntityTypeConfiguration<ModuleNode>
{
    public void Configure(EntityTypeBuilder<ModuleNode> node)
    {
        node.ToModuleTable("Nodes");
        node.HasKey(n => n.Id);
        node.Property(n => n.Id).ValueGeneratedNever();
        node.Property(n => n.Name).HasMaxLength(ModuleNode.NameLength);
        node.Property(n => n.Version).HasMaxLength(ModuleNode.VersionLength);
    }
}
