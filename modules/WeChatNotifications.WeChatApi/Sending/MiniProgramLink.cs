namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>
/// The mini program that opens when an official account's message is tapped. It must be bound to the account and released;
/// mini games are not supported.
/// </summary>
/// <param name="AppId">The mini program's app id.</param>
/// <param name="PagePath">Its page, a query is allowed (<c>orders/show?id=1</c>); without it the first page.</param>
public sealed record MiniProgramLink(string AppId, string? PagePath = null);
