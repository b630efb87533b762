namespace WeChatNotifications;

/// <summary>One page of a list that is read by keyset: rows that come or go meanwhile shift nothing.</summary>
/// <typeparam name="T">The rows.</typeparam>
/// <param name="Items">The rows of this page.</param>
/// <param name="Next">Give it back to get the next page; null when this is the last.</param>
public sealed record CursorPage<T>(IReadOnlyList<T> Items, string? Next);
