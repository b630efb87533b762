namespace WeChatNotifications.Benchmarks.Stage;

/// <summary>Where the programs lie that were built beside this one.</summary>
internal static class Repository
{
    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The output folder of another project, built as this program was.</summary>
    /// <param name="project">The project's folder below the root.</param>
    public static string OutputOf(string project)
        => Path.Combine(Root, project, Path.GetRelativePath(Path.Combine(Root, "test", "WeChatNotifications.Benchmarks"), AppContext.BaseDirectory));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WeChatNotifications.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The benchmarks run outside of the repository.");
        }

        return folder.FullName;
    }
}
