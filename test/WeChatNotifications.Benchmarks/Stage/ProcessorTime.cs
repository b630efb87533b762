using System.Globalization;

namespace WeChatNotifications.Benchmarks.Stage;

/// <summary>Processor time of other processes, from Linux's /proc.</summary>
internal static class ProcessorTime
{
    private const int TicksPerSecond = 100;

    /// <summary>Of a process, of its present children, and of those that have ended; null where there is no /proc.</summary>
    public static TimeSpan? OfFamily(int processId)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var ticks = TicksOf(processId, endedChildrenToo: true);
        foreach (var children in Directory.EnumerateDirectories($"/proc/{processId}/task").Select(task => Path.Combine(task, "children")).Where(File.Exists))
        {
            ticks += File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Sum(child => TicksOf(int.Parse(child, CultureInfo.InvariantCulture), endedChildrenToo: false));
        }

        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }

    private static long TicksOf(int processId, bool endedChildrenToo)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{processId}/stat");
        }
        catch (IOException)
        {
            // It has ended since it was listed; its parent counts it now.
            return 0;
        }

        // The name in brackets may hold anything; utime is the 12th value behind it, then stime, cutime, cstime.
        var values = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return values.Skip(11).Take(endedChildrenToo ? 4 : 2).Sum(value => long.Parse(value, CultureInfo.InvariantCulture));
    }
}
