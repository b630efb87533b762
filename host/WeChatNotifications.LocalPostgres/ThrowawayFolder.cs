namespace WeChatNotifications.LocalPostgres;

/// <summary>The folders of throw-away clusters, below one parent. One left by a program that was killed is removed by the next that comes.</summary>
internal static class ThrowawayFolder
{
    private const string Prefix = "throwaway-";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static string DefaultParent => Path.Combine(Path.GetTempPath(), $"wechat-notifications-postgres-{Environment.UserName}");

    /// <summary>A new folder, and the lock that says it is in use.</summary>
    public static async Task<(ClusterFolder Folder, FileLock User)> CreateAsync(
        string parent, PostgresBinaries binaries, ServerAccount account, LocalPostgresOptions options, CancellationToken cancellationToken)
    {
        using var sweeping = await FileLock.ExclusiveAsync(LockOf(parent), Limit, cancellationToken);
        foreach (var old in Directory.EnumerateDirectories(parent, Prefix + "*").ToList())
        {
            await RemoveAbandonedAsync(new ClusterFolder(old), binaries, account, options, cancellationToken);
        }

        var folder = new ClusterFolder(Path.Combine(parent, Prefix + Guid.NewGuid().ToString("N")[..12]));
        await ReachableFolder.CreateAsync(folder.Root, account, static _ => { }, cancellationToken);
        return (folder, await FileLock.SharedAsync(folder.UsersLock, Limit, cancellationToken));
    }

    public static async Task DeleteAsync(ClusterFolder folder, CancellationToken cancellationToken)
    {
        using var sweeping = await FileLock.ExclusiveAsync(LockOf(Path.GetDirectoryName(folder.Root)!), Limit, cancellationToken);
        if (Directory.Exists(folder.Root))
        {
            Directory.Delete(folder.Root, recursive: true);
        }
    }

    private static string LockOf(string parent) => Path.Combine(parent, "throwaway.lock");

    private static async Task RemoveAbandonedAsync(
        ClusterFolder old, PostgresBinaries binaries, ServerAccount account, LocalPostgresOptions options, CancellationToken cancellationToken)
    {
        using (var alone = FileLock.TryExclusive(old.UsersLock))
        {
            if (alone is null)
            {
                return;
            }

            if (Directory.Exists(old.Data))
            {
                await new ServerControl(old, binaries, account, options, password: "", static _ => { }).StopAsync(cancellationToken);
            }
        }

        Directory.Delete(old.Root, recursive: true);
    }
}
