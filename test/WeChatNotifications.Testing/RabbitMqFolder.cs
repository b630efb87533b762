using System.Diagnostics;
using System.Globalization;

namespace WeChatNotifications.Testing;

/// <summary>
/// The folder of one RabbitMQ server. A lock on a file in it, which the system lets go when its holder dies, says that it is in use; a server
/// that a killed test process left behind is ended and removed by the next one that starts.
/// </summary>
internal sealed class RabbitMqFolder : IDisposable
{
    private const string LockName = "owner.lock";

    private static readonly string Parent = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"wechat-notifications-rabbitmq-{Environment.UserName}");

    private readonly FileStream _owner;

    private RabbitMqFolder(string path, FileStream owner) => (Path, _owner) = (path, owner);

    public string Path { get; }

    public static RabbitMqFolder Create(string? owner)
    {
        Directory.CreateDirectory(Parent);
        foreach (var old in Directory.EnumerateDirectories(Parent).ToList())
        {
            RemoveAbandoned(old);
        }

        var path = System.IO.Path.Combine(Parent, Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(path);
        var folder = new RabbitMqFolder(path, new FileStream(System.IO.Path.Combine(path, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
        File.WriteAllText(
            System.IO.Path.Combine(path, "rabbitmq.conf"),
            """
            log.file.level = warning
            log.console = false
            disk_free_limit.absolute = 50MB
            vm_memory_high_watermark.absolute = 1GB

            """);
        File.WriteAllText(System.IO.Path.Combine(path, "enabled_plugins"), "[].\n");
        if (owner is not null)
        {
            // The lock stays ours; that the file changes hands does not matter.
            using var chown = Process.Start("chown", ["-R", $"{owner}:{owner}", path]);
            chown.WaitForExit();
        }

        return folder;
    }

    /// <summary>Writes down a process that works in the folder, for whoever has to clean up after us.</summary>
    public Process Keep(string name, Process process)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, name + ".pid"), process.Id.ToString(CultureInfo.InvariantCulture));
        return process;
    }

    public void Dispose()
    {
        _owner.Dispose();
        Remove(Path);
    }

    private static void RemoveAbandoned(string path)
    {
        var file = System.IO.Path.Combine(path, LockName);
        if (!File.Exists(file))
        {
            // Its owner is just making it, or just removing it.
            return;
        }

        try
        {
            using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
                foreach (var pid in Directory.EnumerateFiles(path, "*.pid"))
                {
                    KillIfOurs(File.ReadAllText(pid), path);
                }
            }

            Remove(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // In use, or somebody else's.
        }
    }

    /// <summary>A process id may have been given anew: only one whose environment names the folder is meant.</summary>
    private static void KillIfOurs(string pid, string path)
    {
        var environment = $"/proc/{pid.Trim()}/environ";
        if (File.Exists(environment) && File.ReadAllText(environment).Contains(path, StringComparison.Ordinal))
        {
            using var process = Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
            process.Kill();
            process.WaitForExit(TimeSpan.FromSeconds(10));
        }
    }

    private static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What is left goes with the next start.
        }
    }
}
