namespace WeChatNotifications.Broadcasts;

/// <summary>One recipient that a dry run looks at.</summary>
/// <param name="Line">Its line in the list; null when there is none.</param>
/// <param name="OpenId">The openid.</param>
/// <param name="UserId">The host's user.</param>
/// <param name="Data">Values of this recipient alone, as a JSON object.</param>
internal readonly record struct DryRunRow(long? Line, string? OpenId, string? UserId, string? Data);
