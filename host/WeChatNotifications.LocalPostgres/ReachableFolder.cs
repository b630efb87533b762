using System.Security.Cryptography;
using System.Text;

namespace WeChatNotifications.LocalPostgres;

/// <summary>Folders that the account of the server can get to.</summary>
internal static class ReachableFolder
{
    private const string SystemFolder = "/var/lib/wechat-notifications";

    private const UnixFileMode OthersMayPass =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute |
        UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>
    /// Creates the folder. When the server runs as another user, who cannot pass its parents (as below <c>/root</c>), a folder of
    /// <c>/var/lib</c> with a name made from the path takes its place: the same one at every start.
    /// </summary>
    public static async Task<string> CreateAsync(string folder, ServerAccount account, Action<string> log, CancellationToken cancellationToken)
    {
        var wanted = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (await account.CanReachAsync(DeepestExisting(wanted), cancellationToken))
        {
            return Create(wanted, account);
        }

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)))[..16];
        var instead = Create(Path.Combine(SystemFolder, name), account);
        log($"Using {instead} in place of {wanted}, which is closed to the user '{account.Name}' that PostgreSQL runs as when started by root.");
        return instead;
    }

    private static string DeepestExisting(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        return folder;
    }

    private static string Create(string folder, ServerAccount account)
    {
        if (!account.IsOther || OperatingSystem.IsWindows())
        {
            return Directory.CreateDirectory(folder).FullName;
        }

        var missing = new Stack<string>();
        for (var at = folder; at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
        {
            missing.Push(at);
        }

        foreach (var at in missing)
        {
            Directory.CreateDirectory(at);
            // Set afterwards: a mode given at creation is cut by the umask.
            File.SetUnixFileMode(at, OthersMayPass);
        }

        return folder;
    }
}
