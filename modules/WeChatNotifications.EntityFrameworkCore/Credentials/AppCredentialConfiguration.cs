using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.Credentials;
using WeChatNotifications.EntityFrameworkCore.Modeling;

namespace WeChatNotifications.EntityFrameworkCore.Credentials;

internal sealed class AppCredentialConfiguration : IEntityTypeConfiguration<AppCredential>
{
    public void Configure(EntityTypeBuilder<AppCredential> credential)
    {
        credential.ToModuleTable("AppCredentials");
        credential.HasModuleKey();
        credential.Property(c => c.AppId).HasMaxLength(AppCredentialLimits.AppIdLength);
        credential.Property(c => c.Name).HasMaxLength(AppCredentialLimits.NameLength);
        credential.Property(c => c.ProtectedSecret).HasMaxLength(AppCredentialLimits.ProtectedSecretLength);
        credential.Property(c => c.SecretHint).HasMaxLength(AppCredentialLimits.SecretHintLength);
        credential.Property(c => c.Culture).HasMaxLength(AppCredentialLimits.CultureLength);
        credential.Property(c => c.TimeZone).HasMaxLength(AppCredentialLimits.TimeZoneLength);
        credential.Property(c => c.PauseDetail).HasMaxLength(AppCredentialLimits.PauseDetailLength);
        credential.Property(c => c.LinkedAppId).HasMaxLength(AppCredentialLimits.AppIdLength);
        credential.Property(c => c.ProtectedCallbackToken).HasMaxLength(AppCredentialLimits.ProtectedSecretLength);
        credential.Property(c => c.ProtectedEncodingAesKey).HasMaxLength(AppCredentialLimits.ProtectedSecretLength);
        credential.Property(c => c.ProtectedPreviousAesKey).HasMaxLength(AppCredentialLimits.ProtectedSecretLength);
        credential.Property(c => c.ConcurrencyStamp).IsConcurrencyToken();

        // A pushed message names the appid and no tenant.
        credential.HasIndex(c => c.AppId);
        credential.HasIndex(c => new { c.TenantId, c.AppId }).IsUnique().NullsAreEqual();
    }
}
