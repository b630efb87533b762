using System.ComponentModel;
using System.Diagnostics;

namespace WeChatNotifications.LocalPostgres;

/// <summary>How a program ended and what it said (standard output and standard error, in order of arrival).</summary>
internal sealed record CommandResult(int ExitCode, IReadOnlyList<string> Lines)
{
    public string Tail(int lines = 15) => string.Join(Environment.NewLine, Lines.Where(l => l.Length > 0).TakeLast(lines));
}

/// <summary>Runs a program to its end, within a time limit and without blocking a thread.</summary>
internal static class Command
{
    // A server started by pg_ctl on Windows inherits our pipes and keeps them open: the program's end counts, not the pipe's.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    public static async Task<CommandResult> RunAsync(ProcessStartInfo start, TimeSpan limit, CancellationToken cancellationToken)
    {
        start.UseShellExecute = false;
        // Own hidden console on Windows, so that Ctrl+C in ours does not reach the server.
        start.CreateNoWindow = true;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;

        using var process = Launch(start);
        process.StandardInput.Close();
        var lines = new List<string>();
        var reading = Task.WhenAll(CollectAsync(process.StandardOutput, lines), CollectAsync(process.StandardError, lines));

        using var timer = new CancellationTokenSource(limit);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await process.WaitForExitAsync(linked.Token);
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new LocalPostgresException($"{Path.GetFileName(start.FileName)} did not end within {limit.TotalSeconds:0} s and was stopped.", exception);
        }

        await Task.WhenAny(reading, Task.Delay(DrainLimit, cancellationToken));
        lock (lines)
        {
            return new CommandResult(process.ExitCode, [.. lines]);
        }
    }

    private static Process Launch(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new LocalPostgresException($"{start.FileName} did not start.");
        }
        catch (Win32Exception exception)
        {
            throw new LocalPostgresException($"{start.FileName} cannot be started: {exception.Message}", exception);
        }
    }

    private static async Task CollectAsync(StreamReader reader, List<string> lines)
    {
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (lines)
            {
                lines.Add(line.TrimEnd());
            }
        }
    }
}
