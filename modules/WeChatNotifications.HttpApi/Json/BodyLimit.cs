namespace WeChatNotifications.HttpApi.Json;

/// <summary>
/// Says that an endpoint takes smaller bodies than the rest of the API. Unlike the server's own limit it does not cut the connection: what is
/// a little too large is read away, and the caller gets to see why it was refused.
/// </summary>
/// <param name="MaxBytes">The largest body, in bytes.</param>
internal sealed record BodyLimit(int MaxBytes);
