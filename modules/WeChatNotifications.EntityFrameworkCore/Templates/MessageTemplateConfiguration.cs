using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Templates;

internal sealed class MessageTemplateConfiguration : IEntityTypeConfiguration<MessageTemplate>
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IgnoreReadOnlyProperties = true,
    };

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

        // A handful of small values that are only ever read together: one JSON text on every provider.
        template.Property(t => t.Fields)
            .HasField("_fields")
            .UsePropertyAccessMode(PropertyAccessMode.Field)
            .HasConversion(
                fields => JsonSerializer.Serialize(fields, Json),
                json => (IReadOnlyList<TemplateField>)JsonSerializer.Deserialize<List<TemplateField>>(json, Json)!,
                new ValueComparer<IReadOnlyList<TemplateField>>(
                    (a, b) => a!.SequenceEqual(b!), fields => fields.Count, fields => fields.ToList()));

        template.HasOne<AppCredential>().WithMany().HasForeignKey(t => t.AppCredentialId).OnDelete(DeleteBehavior.Restrict);
        template.HasIndex(t => new { t.TenantId, t.Name }).IsUnique().NullsAreEqual();
        template.HasIndex(t => new { t.AppCredentialId, t.WeChatTemplateId });
    }
}
