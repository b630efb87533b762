using System.Diagnostics;
using System.Globalization;
using WeChatNotifications.Simulator.Hosting;

namespace WeChatNotifications.Simulator.Tests.Hosting;

public sealed class ParentWatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_process_that_is_not_there_is_gone()
    {
        await ParentWatch.WaitForExitAsync(int.MaxValue, TimeProvider.System, CancellationToken.None).WaitAsync(Patience);
    }

    [Fact]
    public async Task A_living_process_is_waited_for_until_the_wait_is_called_off()
    {
        using var stop = new CancellationTokenSource();
        var gone = ParentWatch.WaitForExitAsync(Environment.ProcessId, TimeProvider.System, stop.Token);
        gone.IsCompleted.ShouldBeFalse();

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(gone);
    }

    [Fact]
    public async Task A_dead_process_that_nobody_buries_is_gone_all_the_same()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows the state of a process in /proc.");
        // The shell starts a child that soon ends, and turns into a program that never asks for it.
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", "sleep 1 & echo $!; exec sleep 60"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        try
        {
            var child = int.Parse((await shell.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            await ParentWatch.WaitForExitAsync(child, TimeProvider.System, CancellationToken.None).WaitAsync(Patience);

            Directory.Exists($"/proc/{child}").ShouldBeTrue("the dead child should still be listed");
        }
        finally
        {
            shell.Kill();
        }
    }
}
