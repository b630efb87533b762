using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.Deliveries;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Recipients;
using WeChatNotifications.Templates;

namespace WeChatNotifications.EntityFrameworkCore.Deliveries;

internal sealed class DeliveryLogConfiguration(IndexDialect dialect) : IEntityTypeConfiguration<DeliveryLog>
{
    public void Configure(EntityTypeBuilder<DeliveryLog> delivery)
    {
        delivery.ToModuleTable("DeliveryLogs");
        delivery.HasModuleKey();
        delivery.Property(d => d.TemplateName).HasMaxLength(MessageTemplateLimits.NameLength);
        delivery.Property(d => d.OpenId).HasMaxLength(DeliveryLimits.OpenIdLength);
        delivery.Property(d => d.WeChatTemplateId).HasMaxLength(MessageTemplateLimits.WeChatTemplateIdLength);
        delivery.Property(d => d.Page).HasMaxLength(MessageTemplateLimits.PageLength);
        delivery.Property(d => d.UserId).HasMaxLength(RecipientLimits.UserIdLength);
        delivery.Property(d => d.Language).HasMaxLength(10);
        delivery.Property(d => d.DedupKey).HasMaxLength(DeliveryLimits.StoredDedupKeyLength);
        delivery.Property(d => d.ErrorMessage).HasMaxLength(DeliveryLimits.ErrorMessageLength);
        delivery.Property(d => d.Rid).HasMaxLength(DeliveryLimits.RidLength);

        // A person's retry or cancel must not overwrite what the engine did meanwhile.
        delivery.Property(d => d.Status).IsConcurrencyToken();
        delivery.Property(d => d.ClaimToken).IsConcurrencyToken();

        // A row that failed, was retried and failed again looks the same otherwise, but counts elsewhere in the statistics.
        delivery.Property(d => d.FinishedAt).IsConcurrencyToken();

        if (dialect.IsPostgreSql)
        {
            VacuumEagerly(delivery);
        }

        // The queue: small, because rows leave it when they are claimed.
        delivery.HasIndex(d => new { d.AppCredentialId, d.Priority, d.NotBefore })
            .HasFilter(dialect.Equals(nameof(DeliveryLog.Status), DeliveryStatus.Pending))
            .HasDatabaseName(IndexName("Waiting"));
        delivery.HasIndex(d => d.ClaimToken)
            .HasFilter(dialect.Equals(nameof(DeliveryLog.Status), DeliveryStatus.Sending))
            .HasDatabaseName(IndexName("Claimed"));

        // What went wrong: small, because most deliveries go well.
        delivery.HasIndex(d => new { d.TenantId, d.Status, d.Id })
            .HasFilter(dialect.NotIn(
                nameof(DeliveryLog.Status), DeliveryStatus.Pending, DeliveryStatus.Sending, DeliveryStatus.Sent, DeliveryStatus.Confirmed))
            .HasDatabaseName(IndexName("Troubled"));

        // What people look for when something goes wrong: only the rows that have such a thing, which few sent ones do.
        delivery.HasIndex(d => new { d.TenantId, d.ErrorCode, d.Id })
            .HasFilter(dialect.IsNotNull(nameof(DeliveryLog.ErrorCode)))
            .HasDatabaseName(IndexName("ErrorCode"));
        delivery.HasIndex(d => new { d.TenantId, d.Reason, d.Id })
            .HasFilter(dialect.NotIn(nameof(DeliveryLog.Reason), DeliveryReason.None))
            .HasDatabaseName(IndexName("Reason"));

        delivery.HasIndex(d => new { d.TenantId, d.OpenId, d.Id });
        delivery.HasIndex(d => new { d.TenantId, d.UserId, d.Id }).HasFilter(dialect.IsNotNull(nameof(DeliveryLog.UserId)));
        delivery.HasIndex(d => new { d.TenantId, d.DedupKey })
            .IsUnique()
            .HasFilter(dialect.IsNotNull(nameof(DeliveryLog.DedupKey)))
            .NullsAreEqual()
            .HasDatabaseName(IndexName("DedupKey"));
        delivery.HasIndex(d => new { d.BroadcastId, d.Id }).HasFilter(dialect.IsNotNull(nameof(DeliveryLog.BroadcastId)));

        // What pausing and cancelling move: small, because only a window of a broadcast waits at a time.
        delivery.HasIndex(d => d.BroadcastId)
            .HasFilter($"{dialect.IsNotNull(nameof(DeliveryLog.BroadcastId))} AND {dialect.Equals(nameof(DeliveryLog.Status), DeliveryStatus.Pending)}")
            .HasDatabaseName(IndexName("WaitingOfBroadcast"));

        // What the retention walks: the oldest end first, however young the ids before it are.
        delivery.HasIndex(d => new { d.FinishedAt, d.Id })
            .HasFilter(dialect.IsNotNull(nameof(DeliveryLog.FinishedAt)))
            .HasDatabaseName(IndexName("Finished"));
        delivery.HasIndex(d => d.WeChatMessageId).HasFilter(dialect.IsNotNull(nameof(DeliveryLog.WeChatMessageId)));
    }

    /// <summary>
    /// A queue in a table that is also the log: each message leaves two dead rows behind it, which PostgreSQL by default would let lie until they
    /// are a fifth of all that was ever sent, and with them their places in the indexes that every claim walks.
    /// </summary>
    private static void VacuumEagerly(EntityTypeBuilder<DeliveryLog> delivery)
    {
        delivery.HasAnnotation("Npgsql:StorageParameter:autovacuum_vacuum_scale_factor", 0.02);
        delivery.HasAnnotation("Npgsql:StorageParameter:autovacuum_vacuum_threshold", 10_000);
        delivery.HasAnnotation("Npgsql:StorageParameter:autovacuum_analyze_scale_factor", 0.02);
    }

    private static string IndexName(string purpose) => $"IX_{WeChatNotificationsDbProperties.DbTablePrefix}DeliveryLogs_{purpose}";
}

internal sealed class DeliveryAttemptConfiguration : IEntityTypeConfiguration<DeliveryAttempt>
{
    public void Configure(EntityTypeBuilder<DeliveryAttempt> attempt)
    {
        attempt.ToModuleTable("DeliveryAttempts");
        attempt.HasModuleKey();
        attempt.Property(a => a.TemplateName).HasMaxLength(MessageTemplateLimits.NameLength);
        attempt.Property(a => a.OpenId).HasMaxLength(DeliveryLimits.OpenIdLength);
        attempt.Property(a => a.ErrorMessage).HasMaxLength(DeliveryLimits.ErrorMessageLength);
        attempt.Property(a => a.Rid).HasMaxLength(DeliveryLimits.RidLength);
        attempt.HasIndex(a => a.DeliveryLogId);
    }
}
