using WeChatNotifications.Broadcasts;

namespace WeChatNotifications.Dashboard.Broadcasts;

/// <summary>What a broadcast was set up to do.</summary>
/// <param name="Broadcast">The broadcast.</param>
/// <param name="AppName">The app that sends it; null when it is gone.</param>
/// <param name="TemplateId">Its template, to link to; null when it is gone, or there is nothing to link.</param>
public sealed record BroadcastFacts(BroadcastDto Broadcast, string? AppName, Guid? TemplateId);
