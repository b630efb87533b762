using System.Diagnostics;
using WeChatNotifications.Benchmarks.Stage;

namespace WeChatNotifications.Benchmarks.Jobs;

/// <summary>What the measured stretch costs: processor time of all three sides, allocations and memory of this process.</summary>
internal sealed class UsageMeter
{
    private readonly Job _job;
    private readonly TimeSpan _worker;
    private readonly TimeSpan? _database;
    private readonly TimeSpan? _simulator;
    private readonly long _allocated;
    private readonly int _gen2;

    private UsageMeter(Job job)
    {
        _job = job;
        _allocated = GC.GetTotalAllocatedBytes(precise: true);
        _gen2 = GC.CollectionCount(2);
        _database = ProcessorTime.OfFamily(job.DatabaseProcess);
        _simulator = ProcessorTime.OfFamily(job.SimulatorProcess);
        _worker = Own();
    }

    /// <summary>Collects first, so that the garbage of the warm-up is not counted.</summary>
    public static UsageMeter Start(Job job)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return new(job);
    }

    public Usage Stop(int messages)
    {
        var worker = Own() - _worker;
        var database = ProcessorTime.OfFamily(_job.DatabaseProcess) - _database;
        var simulator = ProcessorTime.OfFamily(_job.SimulatorProcess) - _simulator;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - _allocated;
        var gen2 = GC.CollectionCount(2) - _gen2;
        using var self = Process.GetCurrentProcess();
        var workingSet = self.WorkingSet64;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return new(
            worker.TotalMicroseconds / messages, database?.TotalMicroseconds / messages, simulator?.TotalMicroseconds / messages, (double)allocated / messages,
            Megabytes(workingSet), Megabytes(GC.GetTotalMemory(forceFullCollection: true)), gen2);
    }

    private static TimeSpan Own()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    private static double Megabytes(long bytes) => bytes / 1024.0 / 1024.0;
}
