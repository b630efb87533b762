using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using WeChatNotifications.Benchmarks.Jobs;
using WeChatNotifications.Benchmarks.Stage;

namespace WeChatNotifications.Benchmarks.Scale;

/// <summary>One of several hosts on the same database, a process of its own. It says how much it has recorded, and when, whenever that has changed.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    public const string Verb = "host-of-many";

    private const string Ready = "ready";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly Action<HostProcess, DateTimeOffset, long> _changed;
    private Task _reading = Task.CompletedTask;

    private HostProcess(Process process, Action<HostProcess, DateTimeOffset, long> changed) => (_process, _changed) = (process, changed);

    /// <summary>Messages it has recorded as sent.</summary>
    public long Recorded { get; private set; }

    public static async Task<HostProcess> StartAsync(Job job, Action<HostProcess, DateTimeOffset, long> changed, CancellationToken cancellationToken)
    {
        var host = new HostProcess(JobProcess.Start([Verb]), changed);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await host._process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(job).AsMemory(), limit.Token);
            await host._process.StandardInput.FlushAsync(limit.Token);
            if (await host._process.StandardOutput.ReadLineAsync(limit.Token) != Ready)
            {
                throw new InvalidOperationException("A host ended before it was ready.");
            }

            host._reading = host.ReadAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>The other side; ends when its input does.</summary>
    public static async Task<int> RunHereAsync()
    {
        var job = JsonSerializer.Deserialize<Job>(await Console.In.ReadLineAsync() ?? throw new InvalidOperationException("No job came."))!;
        await using var worker = await Worker.StartAsync(job, CancellationToken.None);
        Console.WriteLine(Ready);

        // On a thread of its own: the console's reader has no waiting without one.
        var ended = Task.Run(() => Console.In.ReadToEndAsync());
        for (long told = 0; !ended.IsCompleted; await Task.WhenAny(Task.Delay(Between), ended))
        {
            told = Tell(worker, told);
        }

        await worker.StopEngineAsync(CancellationToken.None);
        Tell(worker, -1);
        return 0;
    }

    /// <summary>Ends as a host does, with everything recorded that it has sent.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellationToken);
        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static long Tell(Worker worker, long told)
    {
        var total = worker.Outcomes.Total;
        if (total != told)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow().UtcTicks} {total}"));
        }

        return total;
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            var parts = line.Split(' ');
            Recorded = long.Parse(parts[1], CultureInfo.InvariantCulture);
            _changed(this, new DateTimeOffset(long.Parse(parts[0], CultureInfo.InvariantCulture), TimeSpan.Zero), Recorded);
        }
    }
}
