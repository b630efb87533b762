using WeChatNotifications.Rules;

namespace WeChatNotifications.Sending;

/// <summary>Whether the ambient tenant may begin to send at all. A host that sells that by edition says so here.</summary>
internal interface ISendingPolicy
{
    /// <summary>Adds what stands against it; nothing when the tenant may.</summary>
    Task CheckAsync(RuleCheck check, CancellationToken cancellationToken);
}
