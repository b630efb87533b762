using System.Diagnostics;

namespace WeChatNotifications.Simulator.Hosting;

/// <summary>Tells when the process that started the simulator is gone, so that a crashed test run leaves nothing behind.</summary>
internal static class ParentWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Completes when the process has ended; at once when there is none with this id.</summary>
    public static async Task WaitForExitAsync(int processId, TimeProvider time, CancellationToken cancellationToken)
    {
        using var parent = Find(processId);
        using var timer = new PeriodicTimer(Interval, time);
        while (parent is { HasExited: false })
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static Process? Find(int processId)
    {
        try
        {
            return Process.GetProcessById(processId);
        }
        catch (ArgumentException)
        {
            // No such process: it ended before we looked.
            return null;
        }
    }
}
