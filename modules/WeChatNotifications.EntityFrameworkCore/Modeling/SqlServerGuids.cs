using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace WeChatNotifications.EntityFrameworkCore.Modeling;

/// <summary>
/// How ids stand in SQL Server, which compares a uniqueidentifier from its last block to its first, where a version-7 id keeps no time. With
/// the blocks the other way round the database sorts them as everything else does: lists are newest first, pages continue where the one before
/// ended, and new rows go to the end of the clustered index.
/// </summary>
internal static class SqlServerGuids
{
    /// <summary>Which byte of the id, counted from its first digits on, stands at each place of the sixteen that SQL Server stores.</summary>
    private static readonly int[] Places = [12, 13, 14, 15, 10, 11, 8, 9, 6, 7, 0, 1, 2, 3, 4, 5];

    /// <summary>For the mapping of a property. One for all, since what is compared must be written in the same way.</summary>
    public static ValueConverter<Guid, Guid> Converter { get; } = new(id => ToStored(id), stored => FromStored(stored));

    /// <summary>What the database keeps for an id.</summary>
    public static Guid ToStored(Guid id)
    {
        Span<byte> digits = stackalloc byte[16];
        Span<byte> stored = stackalloc byte[16];
        id.TryWriteBytes(digits, bigEndian: true, out _);
        for (var i = 0; i < Places.Length; i++)
        {
            stored[i] = digits[Places[i]];
        }

        return new Guid(stored);
    }

    /// <summary>The id that the database keeps so.</summary>
    public static Guid FromStored(Guid stored)
    {
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> digits = stackalloc byte[16];
        stored.TryWriteBytes(bytes);
        for (var i = 0; i < Places.Length; i++)
        {
            digits[Places[i]] = bytes[i];
        }

        return new Guid(digits, bigEndian: true);
    }
}
