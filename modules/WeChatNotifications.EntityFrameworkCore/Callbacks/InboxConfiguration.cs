using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Callbacks;

internal sealed class InboxEntryConfiguration : IEntityTypeConfiguration<InboxEntry>
{
    public void Configure(EntityTypeBuilder<InboxEntry> entry)
    {
        entry.ToModuleTable("InboxEntries");
        entry.HasModuleKey();
        entry.Property(e => e.Key).HasMaxLength(InboxEntry.KeyLength);
        entry.HasIndex(e => new { e.AppCredentialId, e.Key }).IsUnique();
        entry.HasIndex(e => e.At);
    }
}

internal sealed class PendingReceiptConfiguration : IEntityTypeConfiguration<PendingReceipt>
{
    public void Configure(EntityTypeBuilder<PendingReceipt> receipt)
    {
        receipt.ToModuleTable("PendingReceipts");
        receipt.HasModuleKey();
        receipt.Property(r => r.OpenId).HasMaxLength(DeliveryLimits.OpenIdLength);
        receipt.Property(r => r.WeChatTemplateId).HasMaxLength(MessageTemplateLimits.WeChatTemplateIdLength);
        receipt.Property(r => r.ErrorText).HasMaxLength(DeliveryLimits.ErrorMessageLength);
        receipt.HasIndex(r => r.NotBefore);
    }
}
