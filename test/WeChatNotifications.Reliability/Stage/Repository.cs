namespace WeChatNotifications.Reliability.Stage;

/// <summary>Where things lie in the working copy.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The sample host's source folder, where its settings are.</summary>
    public static string HostFolder => Path.Combine(Root, "host", "WeChatNotifications.Host");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WeChatNotifications.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The reliability runs start outside of the repository.");
        }

        return folder.FullName;
    }
}
