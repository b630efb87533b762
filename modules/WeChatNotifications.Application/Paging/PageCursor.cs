using WeChatNotifications.Rules;

namespace WeChatNotifications.Paging;

/// <summary>Pages by keyset: a cursor is the id of the last row seen.</summary>
internal static class PageCursor
{
    /// <summary>The id in a cursor; null at the beginning.</summary>
    public static Guid? Read(string? cursor, RuleCheck check)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return null;
        }

        if (Guid.TryParseExact(cursor, "N", out var id))
        {
            return id;
        }

        check.Add(new("cursor", RuleCodes.Unknown, ("value", cursor.Length > 64 ? cursor[..64] : cursor)));
        return null;
    }

    /// <summary>Makes a page of rows of which one more was asked for than the page holds.</summary>
    public static CursorPage<TDto> Page<TEntity, TDto>(IReadOnlyList<TEntity> rows, int size, Func<TEntity, TDto> map)
        where TEntity : Entity
        => new([.. rows.Take(size).Select(map)], rows.Count > size ? rows[size - 1].Id.ToString("N") : null);
}
