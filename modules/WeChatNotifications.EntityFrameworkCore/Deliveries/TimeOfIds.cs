using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;

namespace WeChatNotifications.EntityFrameworkCore.Deliveries;

/// <summary>
/// The time in version-7 ids. A bound on the time thus becomes a bound on the key, and an old page of a list that is sorted by it costs no
/// more than a new one.
/// </summary>
internal static class TimeOfIds
{
    /// <summary>Whether the database sorts ids by time. SQL Server sorts a GUID by its last bytes first, where a version-7 id keeps no time.</summary>
    public static bool IsSortable(DbContext context) => context.Database.ProviderName?.Contains("SqlServer", StringComparison.Ordinal) != true;

    /// <summary>The smallest id of a moment.</summary>
    public static Guid First(DateTimeOffset moment)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, moment.ToUnixTimeMilliseconds()) << 16);
        return new Guid(bytes, bigEndian: true);
    }
}
