namespace WeChatNotifications.RabbitMq.Tests.Support;

/// <summary>Files of the repository that a test compares with the code.</summary>
internal static class RepositoryFile
{
    /// <summary>The full path of a file that is named from the repository's root.</summary>
    public static string Path(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "WeChatNotifications.sln")))
        {
            folder = folder.Parent.ShouldNotBeNull();
        }

        return System.IO.Path.Combine([folder.FullName, .. parts]);
    }
}
