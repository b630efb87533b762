using WeChatNotifications.Deliveries;

namespace WeChatNotifications.EntityFrameworkCore.Deliveries;

/// <summary>For databases that cannot call anybody: other processes find new work when they look for it.</summary>
internal sealed class NoWakeUpChannel : IWakeUpChannel
{
    public bool IsSupported => false;

    public Task ListenAsync(string? connectionString, Action<WakeUp> heard, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SendAsync(IReadOnlyCollection<WakeUp> wakeUps, CancellationToken cancellationToken) => Task.CompletedTask;
}
