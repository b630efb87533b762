using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WeChatNotifications.Application.Tests.Deliveries;
using WeChatNotifications.Callbacks;
using WeChatNotifications.Jobs;
using WeChatNotifications.Tenancy;

namespace WeChatNotifications.Application.Tests.Callbacks;

/// <summary>What handlers were given.</summary>
internal sealed class Seen
{
    private readonly ConcurrentQueue<(ReceivedMessage Message, Guid? Tenant)> _messages = new();

    public int Count => _messages.Count;

    public IReadOnlyList<ReceivedMessage> Messages => [.. _messages.Select(m => m.Message)];

    public IReadOnlyList<Guid?> Tenants => [.. _messages.Select(m => m.Tenant)];

    public void Add(ReceivedMessage message, Guid? tenant) => _messages.Enqueue((message, tenant));
}

internal sealed class Watcher(Seen seen, IAmbientTenant tenant) : IWeChatMessageHandler
{
    public Task HandleAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        seen.Add(message, tenant.Id);
        return Task.CompletedTask;
    }
}

/// <summary>Throws at every message.</summary>
internal sealed class FaultyHandler : IWeChatMessageHandler
{
    public Task HandleAsync(ReceivedMessage message, CancellationToken cancellationToken) => throw new InvalidOperationException("Handlers may be faulty.");
}

/// <summary>Never ends, and does not listen.</summary>
internal sealed class DeafHandler : IWeChatMessageHandler
{
    public Task HandleAsync(ReceivedMessage message, CancellationToken cancellationToken) => new TaskCompletionSource().Task;
}

internal static class JobExtensions
{
    /// <summary>Runs a job as the module's runner does.</summary>
    public static async Task RunInAllTenantsAsync(this IModuleJob job, EngineHost host)
    {
        using var all = host.Services.GetRequiredService<IAmbientTenant>().DisableFilter();
        await job.RunAsync(CancellationToken.None);
    }
}
