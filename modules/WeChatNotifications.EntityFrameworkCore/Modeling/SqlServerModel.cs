using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.EntityFrameworkCore.Modeling;

/// <summary>What the module's tables need on SQL Server in order to mean the same as elsewhere.</summary>
internal static class SqlServerModel
{
    /// <summary>
    /// Compares the numbers of the characters. Openids, form ids and dedup keys that differ in case only are different; a database's
    /// usual collation takes them for the same.
    /// </summary>
    public const string Collation = "Latin1_General_100_BIN2";

    /// <summary>Changes the module's part of a model; the host's own entities stay as they are.</summary>
    public static void Adapt(ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(e => e.ClrType.Assembly == typeof(Entity).Assembly))
        {
            foreach (var property in entity.GetProperties())
            {
                Adapt(property);
            }

            // EF Core leaves rows with a null out of unique indexes on SQL Server, and the host's own rows have a null tenant.
            // SQL Server itself takes nulls for equal, which is what is meant.
            foreach (var index in entity.GetIndexes().Where(i => i.IsUnique && ((IConventionIndex)i).GetFilterConfigurationSource() != ConfigurationSource.Explicit))
            {
                index.SetFilter(null);
            }
        }
    }

    private static void Adapt(IMutableProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (type == typeof(Guid) && property.Name != nameof(ITenantOwned.TenantId))
        {
            // The tenants are the host's, who may join its own table of them.
            property.SetValueConverter(SqlServerGuids.Converter);
        }
        else if ((property.GetValueConverter()?.ProviderClrType ?? type) == typeof(string))
        {
            property.SetCollation(Collation);
        }
    }
}
