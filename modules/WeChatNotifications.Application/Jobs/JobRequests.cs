using System.Collections.Concurrent;

namespace WeChatNotifications.Jobs;

/// <summary>Tells this node at once that a run of a job is asked for; other nodes look for themselves.</summary>
internal sealed class JobRequests
{
    /// <summary>How often a node looks whether somebody asks for a run.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<JobBell, bool> _watchers = new();

    /// <summary>Rings a bell with every request, until <see cref="Disconnect"/>.</summary>
    public void Connect(JobBell bell) => _watchers[bell] = true;

    /// <summary>Rings it no more.</summary>
    public void Disconnect(JobBell bell) => _watchers.TryRemove(bell, out _);

    /// <summary>Somebody asks for a run.</summary>
    public void Wake()
    {
        foreach (var bell in _watchers.Keys)
        {
            bell.Ring();
        }
    }
}
