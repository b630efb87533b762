using System.Buffers.Binary;

namespace WeChatNotifications.EntityFrameworkCore.Deliveries;

/// <summary>
/// The time in version-7 ids. A bound on the time thus becomes a bound on the key, and an old page of a list that is sorted by it costs no
/// more than a new one.
/// </summary>
internal static class TimeOfIds
{
    /// <summary>The smallest id of a moment.</summary>
    public static Guid First(DateTimeOffset moment)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, moment.ToUnixTimeMilliseconds()) << 16);
        return new Guid(bytes, bigEndian: true);
    }
}
