using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Templates;

internal sealed class RemoteTemplateConfiguration : IEntityTypeConfiguration<RemoteTemplate>
{
    public void Configure(EntityTypeBuilder<RemoteTemplate> template)
    {
        template.ToModuleTable("RemoteTemplates");
        template.HasModuleKey();
        template.Property(t => t.WeChatTemplateId).HasMaxLength(MessageTemplateLimits.WeChatTemplateIdLength);
        template.Property(t => t.Title).HasMaxLength(MessageTemplateLimits.TitleLength);
        template.Property(t => t.Content).HasMaxLength(MessageTemplateLimits.RemoteContentLength);
        template.Property(t => t.Example).HasMaxLength(MessageTemplateLimits.RemoteContentLength);
        template.Property(t => t.EnumKeywords).IsJsonList();
        template.HasIndex(t => new { t.AppCredentialId, t.WeChatTemplateId }).IsUnique();
    }
}
