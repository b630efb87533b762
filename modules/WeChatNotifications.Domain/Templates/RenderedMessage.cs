using WeChatNotifications.Deliveries;
using WeChatNotifications.Rules;

namespace WeChatNotifications.Templates;

/// <summary>The texts of one message as WeChat gets them.</summary>
/// <param name="Data">Field key → text, in the template's order.</param>
/// <param name="Page">The page a tap opens, placeholders filled; null for none.</param>
/// <param name="Options">What the channel needs besides; null for nothing.</param>
public sealed record RenderedMessage(IReadOnlyList<KeyValuePair<string, string>> Data, string? Page, ChannelOptions? Options = null);

/// <summary>What rendering gave.</summary>
/// <param name="Message">The message; null when there is a violation.</param>
/// <param name="Violations">Everything that is wrong with the data.</param>
public sealed record RenderResult(RenderedMessage? Message, IReadOnlyList<RuleViolation> Violations);
