using System.Diagnostics;

namespace WeChatNotifications.Reliability.Stage;

/// <summary>
/// A file system in memory of a fixed size (<c>tmpfs</c>), so that a database on it can really run out of space. Needs root on Linux.
/// </summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const string Ballast = "ballast";

    private SmallDisk(string mount) => Mount = mount;

    /// <summary>For the database.</summary>
    public string Folder => Path.Combine(Mount, "data");

    private string Mount { get; }

    /// <summary>Mounts one; null where that is not permitted.</summary>
    public static async Task<SmallDisk?> TryMountAsync(int megabytes, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("wechat-reliability-disk-").FullName;
        if (await RunAsync("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m,mode=0755", "none", folder], cancellationToken) != 0)
        {
            Directory.Delete(folder);
            return null;
        }

        return new SmallDisk(folder);
    }

    /// <summary>Writes until nothing fits any more.</summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        await using var file = new FileStream(Path.Combine(Mount, Ballast), FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in (int[])[1 << 20, 1 << 12])
        {
            var block = new byte[size];
            try
            {
                while (true)
                {
                    await file.WriteAsync(block, cancellationToken);
                }
            }
            catch (IOException)
            {
                // Full, at this size of block.
            }
        }
    }

    /// <summary>There is room again.</summary>
    public void Clear() => File.Delete(Path.Combine(Mount, Ballast));

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", ["-l", Mount], CancellationToken.None);
        try
        {
            Directory.Delete(Mount);
        }
        catch (IOException)
        {
            // Still in use somewhere; the memory is given back with the last user.
        }
    }

    private static async Task<int> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such program.
            return -1;
        }
    }
}
