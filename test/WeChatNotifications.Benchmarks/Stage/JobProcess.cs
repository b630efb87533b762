using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using WeChatNotifications.Benchmarks.Jobs;

namespace WeChatNotifications.Benchmarks.Stage;

/// <summary>
/// Runs one measurement in a process of its own: the job goes in as a line of JSON (a command line would show the database's
/// password), the result comes out as one. The process ends when its input does, so that it does not outlive its parent.
/// </summary>
internal static class JobProcess
{
    public const string Verb = "job";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <param name="job">The job.</param>
    /// <param name="program">An assembly that understands the same; null for this program.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<JobResult> RunAsync(Job job, string? program, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using var process = Start(program is null ? [Verb] : [], program);
        try
        {
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(job).AsMemory(), limit.Token);
            await process.StandardInput.FlushAsync(limit.Token);
            var line = await process.StandardOutput.ReadLineAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return line is null || process.ExitCode != 0
                ? throw new InvalidOperationException($"The process for {job.Kind} ended with code {process.ExitCode} and no result.")
                : JsonSerializer.Deserialize<JobResult>(line)!;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    /// <summary>The other side.</summary>
    public static async Task<int> RunHereAsync()
    {
        var line = await Console.In.ReadLineAsync();
        var job = JsonSerializer.Deserialize<Job>(line ?? throw new InvalidOperationException("No job came."))!;
        using var orphaned = new CancellationTokenSource();
        var parent = Task.Run(async () =>
        {
            await Console.In.ReadToEndAsync();
            await orphaned.CancelAsync();
        });
        var result = job.Kind switch
        {
            JobKind.Bare => await BareLoop.RunAsync(job, orphaned.Token),
            JobKind.Sequential => await BareLoop.RunSequentialAsync(job, orphaned.Token),
            JobKind.Stream => await WorkerJobs.StreamAsync(job, orphaned.Token),
            JobKind.Backlog => await WorkerJobs.BacklogAsync(job, orphaned.Token),
            JobKind.Idle => await WorkerJobs.IdleAsync(job, orphaned.Token),
            JobKind.FirstSends => await WorkerJobs.FirstSendsAsync(job, orphaned.Token),
            JobKind.EnqueueRows => await QueueJobs.EnqueueRowsAsync(job, orphaned.Token),
            JobKind.EnqueueNotifications => await QueueJobs.EnqueueNotificationsAsync(job, orphaned.Token),
            JobKind.Claim => await QueueJobs.ClaimAsync(job, orphaned.Token),
            JobKind.Record => await QueueJobs.RecordAsync(job, orphaned.Token),
            JobKind.Scale => await ScaleJob.RunAsync(job, orphaned.Token),
            _ => throw new UnreachableException(),
        };
        Console.WriteLine(JsonSerializer.Serialize(result));
        return parent.IsFaulted ? 1 : 0;
    }

    /// <summary>Starts this program again, or another assembly.</summary>
    public static Process Start(string[] arguments, string? assembly = null)
    {
        // Under "dotnet X.dll" the program is dotnet, and the assembly its argument.
        var program = Environment.ProcessPath!;
        var isDotnet = Path.GetFileNameWithoutExtension(program) == "dotnet";
        if (assembly is not null || isDotnet)
        {
            (program, arguments) = (isDotnet ? program : "dotnet", [assembly ?? Assembly.GetExecutingAssembly().Location, .. arguments]);
        }

        return Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }
}
