using System.Diagnostics;
using System.Globalization;

namespace WeChatNotifications.LocalPostgres;

/// <summary>What the server says of itself in <c>postmaster.pid</c>; the port comes a moment after the process id.</summary>
internal sealed record PostmasterPid(int ProcessId, int? Port)
{
    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "postmaster.pid");

    /// <summary>Null when there is no such file or nothing readable in it.</summary>
    public static PostmasterPid? Read(string dataFolder)
    {
        string[] lines;
        try
        {
            using var file = new FileStream(PathIn(dataFolder), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            lines = reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        // Lines: process id, data folder, start time, port, …
        return Number(lines, 0) is { } processId ? new PostmasterPid(processId, Number(lines, 3)) : null;
    }

    /// <summary>Whether the process may be the server of this folder. A process id is used again after a crash or a reboot.</summary>
    public bool MayBeServerOf(FolderProof proof)
    {
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            if (!process.ProcessName.StartsWith("postgres", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return false;
        }

        // The server's working directory is its data folder. Of a zombie, or another user's server, it cannot be seen.
        return !OperatingSystem.IsLinux() || File.Exists($"/proc/{ProcessId}/cwd/{proof.Name}");
    }

    private static int? Number(string[] lines, int index) =>
        index < lines.Length && int.TryParse(lines[index], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>A file with a name nobody can guess, in the data folder for a moment: a server that sees it works on this very folder.</summary>
internal sealed class FolderProof : IDisposable
{
    private readonly string _path;

    public FolderProof(string dataFolder)
    {
        Name = $"host-proof-{Guid.NewGuid():N}";
        _path = Path.Combine(dataFolder, Name);
        using (new FileStream(_path, FileMode.CreateNew))
        {
        }
    }

    public string Name { get; }

    public void Dispose() => File.Delete(_path);
}
