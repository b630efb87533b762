using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeChatNotifications.EntityFrameworkCore.Modeling;

internal static class EntityTypeBuilderExtensions
{
    /// <summary>Names the table by the module's prefix and schema.</summary>
    public static void ToModuleTable<TEntity>(this EntityTypeBuilder<TEntity> entity, string name)
        where TEntity : class
        => entity.ToTable(WeChatNotificationsDbProperties.DbTablePrefix + name, WeChatNotificationsDbProperties.DbSchema);

    /// <summary>Ids come from the module, never from the database.</summary>
    public static void HasModuleKey<TEntity>(this EntityTypeBuilder<TEntity> entity)
        where TEntity : Entity
    {
        entity.HasKey(e => e.Id);
        entity.Property(e => e.Id).ValueGeneratedNever();
    }

    /// <summary>PostgreSQL takes nulls for different by default, and the host's own rows have a null tenant.</summary>
    public static IndexBuilder<TEntity> NullsAreEqual<TEntity>(this IndexBuilder<TEntity> index)
        => index.HasAnnotation("Npgsql:NullsDistinct", false);
}
