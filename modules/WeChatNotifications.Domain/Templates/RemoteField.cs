namespace WeChatNotifications.Templates;

/// <summary>One field of a template as WeChat shows it.</summary>
/// <param name="Key">WeChat's key, without <c>.DATA</c>.</param>
/// <param name="Label">What users see before the value (<c>会议时间</c>); null where the value stands alone.</param>
public sealed record RemoteField(string Key, string? Label);
