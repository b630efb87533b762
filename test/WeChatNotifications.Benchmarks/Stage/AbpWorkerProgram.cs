namespace WeChatNotifications.Benchmarks.Stage;

/// <summary>
/// The program that measures ABP's default background-job worker. It needs ABP's packages, which not every registry has, and so is
/// built by another solution; where it is missing, that peer is left out and said so.
/// </summary>
internal static class AbpWorkerProgram
{
    private const string Name = "WeChatNotifications.Abp.Benchmarks";

    public const string HowToBuild = $"dotnet build -c Release test/{Name} (where the registry lacks ABP: -p:AbpAssemblies=<folder>)";

    /// <param name="given">The program or its folder; null looks where it is built.</param>
    /// <returns>Its path, or null when it has not been built.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is none where it was said to be.</exception>
    public static string? Find(string? given)
    {
        var path = given is null ? Path.Combine(Repository.OutputOf(Path.Combine("test", Name)), Name + ".dll")
            : Directory.Exists(given) ? Path.Combine(given, Name + ".dll")
            : given;
        return File.Exists(path) ? path : given is null ? null : throw new ArgumentOutOfRangeException(nameof(given), given, $"--abp names no program; build it with: {HowToBuild}");
    }
}
