using System.Diagnostics;

namespace WeChatNotifications.Simulator.Tests;

/// <summary>For what another side does in its own time, such as noticing that a caller has left.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task Holds(Func<bool> condition, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(Patience, what);
            await Task.Delay(5);
        }
    }
}
