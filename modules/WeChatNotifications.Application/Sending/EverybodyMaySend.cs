using WeChatNotifications.Rules;

namespace WeChatNotifications.Sending;

/// <summary>For a host that keeps nobody from it.</summary>
internal sealed class EverybodyMaySend : ISendingPolicy
{
    public Task CheckAsync(RuleCheck check, CancellationToken cancellationToken) => Task.CompletedTask;
}
