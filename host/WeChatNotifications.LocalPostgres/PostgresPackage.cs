using System.Runtime.InteropServices;

namespace WeChatNotifications.LocalPostgres;

/// <summary>Which npm package holds the PostgreSQL programs of this machine. The lock file in <c>npm/</c> names the same.</summary>
internal static class PostgresPackage
{
    public const string Version = "18.4.0-beta.17";

    public const string MajorVersion = "18";

    /// <summary>The platform part of the package name, such as <c>linux-x64</c>.</summary>
    public static string Platform => PlatformOf(RuntimeInformation.RuntimeIdentifier, RuntimeInformation.OSArchitecture);

    internal static string PlatformOf(string runtimeIdentifier, Architecture architecture)
    {
        var system = runtimeIdentifier switch
        {
            _ when runtimeIdentifier.Contains("musl", StringComparison.Ordinal) || runtimeIdentifier.StartsWith("alpine", StringComparison.Ordinal) => null,
            _ when OperatingSystem.IsLinux() => "linux",
            _ when OperatingSystem.IsMacOS() => "darwin",
            _ when OperatingSystem.IsWindows() => "windows",
            _ => null,
        };
        return (system, architecture) switch
        {
            ("linux" or "darwin", Architecture.X64) => $"{system}-x64",
            ("linux" or "darwin", Architecture.Arm64) => $"{system}-arm64",
            // Windows on ARM runs x64 programs itself, but npm would not install them there.
            ("windows", Architecture.X64) => "windows-x64",
            _ => throw new LocalPostgresException(
                $"There are no PostgreSQL programs for this platform ({runtimeIdentifier}); there are for Linux with glibc and macOS on x64 and arm64, and Windows on x64. " +
                "Give a connection string to a PostgreSQL server instead."),
        };
    }
}
