using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Templates;

internal sealed class MessageTemplateConfiguration : IEntityTypeConfiguration<MessageTemplate>
{
    public void Configure(EntityTypeBuilder<MessageTemplate> template)
    {
        template.ToModuleTable("MessageTemplates");
        template.HasModuleKey();
        template.Property(t => t.Name).HasMaxLength(MessageTemplateLimits.NameLength);
        template.Property(t => t.WeChatTemplateId).HasMaxLength(MessageTemplateLimits.WeChatTemplateIdLength);
        template.Property(t => t.Title).HasMaxLength(MessageTemplateLimits.TitleLength);
        template.Property(t => t.PagePattern).HasMaxLength(MessageTemplateLimits.PageLength);
        template.Property(t => t.Language).HasMaxLength(10);
        template.Property(t => t.ConcurrencyStamp).IsConcurrencyToken();

        template.Property(t => t.UrlPattern).HasMaxLength(MessageTemplateLimits.UrlLength);
        template.Property(t => t.JumpAppId).HasMaxLength(AppCredentialLimits.AppIdLength);
        template.Property(t => t.OfficialAccountAppId).HasMaxLength(AppCredentialLimits.AppIdLength);
        template.Property(t => t.EmphasisKeyword).HasMaxLength(MessageTemplateLimits.FieldKeyLength);
        template.Property(t => t.Fields).HasField("_fields").UsePropertyAccessMode(PropertyAccessMode.Field).IsJsonList();
        template.Property(t => t.Weapp).IsJson();
        template.Property(t => t.QuietHours).HasMaxLength(QuietHours.StoredLength).IsJson();

        template.HasOne<AppCredential>().WithMany().HasForeignKey(t => t.AppCredentialId).OnDelete(DeleteBehavior.Restrict);
        template.HasOne<MessageTemplate>().WithMany().HasForeignKey(t => t.FallbackTemplateId).OnDelete(DeleteBehavior.Restrict);
        template.HasIndex(t => new { t.TenantId, t.Name }).IsUnique().NullsAreEqual();
        template.HasIndex(t => new { t.AppCredentialId, t.WeChatTemplateId });
    }
}
