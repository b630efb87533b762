namespace WeChatNotifications.LocalPostgres;

/// <summary>
/// A lock between processes that the operating system lets go of when its holder dies, however it dies
/// (<c>flock</c> on Unix, share modes on Windows; .NET maps <see cref="FileShare"/> to either).
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    /// <summary>Null when somebody else holds it, shared or not.</summary>
    public static FileLock? TryExclusive(string path) => TryOpen(path, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Null when somebody else holds it exclusively.</summary>
    public static FileLock? TryShared(string path) => TryOpen(path, FileAccess.Read, FileShare.Read);

    public static Task<FileLock> ExclusiveAsync(string path, TimeSpan limit, CancellationToken cancellationToken) =>
        WaitAsync(TryExclusive, path, limit, cancellationToken);

    public static Task<FileLock> SharedAsync(string path, TimeSpan limit, CancellationToken cancellationToken) =>
        WaitAsync(TryShared, path, limit, cancellationToken);

    public void Dispose() => _stream.Dispose();

    private static async Task<FileLock> WaitAsync(Func<string, FileLock?> attempt, string path, TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (attempt(path) is { } taken)
            {
                return taken;
            }

            if (TimeProvider.System.GetElapsedTime(start) > limit)
            {
                throw new LocalPostgresException($"Another process has held {path} for {limit.TotalSeconds:0} s. Is it still starting or stopping a server there?");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private static FileLock? TryOpen(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, access, share, bufferSize: 0));
        }
        catch (IOException busy) when (Held(busy))
        {
            return null;
        }
    }

    // EWOULDBLOCK of Linux and of macOS, or Windows' sharing violation.
    private static bool Held(IOException exception) => OperatingSystem.IsWindows()
        ? exception.HResult == unchecked((int)0x80070020)
        : exception.HResult is 11 or 35;
}
