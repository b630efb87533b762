using System.Diagnostics;
using System.Globalization;

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
        while (parent is { HasExited: false } && !IsZombie(processId))
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Whether the process has ended and only waits for somebody to ask how. In a container nobody may ever ask, and such a process
    /// looks alive to everything but its state.
    /// </summary>
    private static bool IsZombie(int processId)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            // "123 (name) S …": the name may hold brackets itself.
            var state = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
            return state.AsSpan(state.LastIndexOf(')') + 1) is [' ', 'Z' or 'X', ..];
        }
        catch (IOException)
        {
            // Gone in the meantime.
            return true;
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
