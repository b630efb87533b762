using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Cryptography;
using System.Security.Principal;
using System.Text;

namespace WeChatNotifications.LocalPostgres;

/// <summary>A file that only the user who wrote it can read.</summary>
internal static class SecretFile
{
    /// <summary>256 random bits as text.</summary>
    public static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static async Task WriteAsync(string path, string secret, CancellationToken cancellationToken)
    {
        File.Delete(path);
        await using var stream = OperatingSystem.IsWindows() ? CreateOnWindows(path) : CreateOnUnix(path);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(secret), cancellationToken);
        // On disk before the cluster that it opens.
        stream.Flush(flushToDisk: true);
    }

    [UnsupportedOSPlatform("windows")]
    private static FileStream CreateOnUnix(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    [SupportedOSPlatform("windows")]
    private static FileStream CreateOnWindows(string path)
    {
        using var user = WindowsIdentity.GetCurrent();
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(user.User!, FileSystemRights.FullControl, AccessControlType.Allow));
        return new FileInfo(path).Create(FileMode.CreateNew, FileSystemRights.Write | FileSystemRights.Read, FileShare.None, 4096, FileOptions.None, security);
    }
}
