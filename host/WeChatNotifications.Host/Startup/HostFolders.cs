namespace WeChatNotifications.Host.Startup;

/// <summary>Where the host keeps what it makes itself.</summary>
/// <param name="Data">
/// Setting <c>DataFolder</c>, by default <c>.data</c>: in a working copy of the sources at its root, otherwise beside the application.
/// </param>
internal sealed record HostFolders(string Data)
{
    private const string Solution = "WeChatNotifications.sln";

    public string Postgres => Path.Combine(Data, "postgres");

    public string Keys => Path.Combine(Data, "keys");

    public static HostFolders Of(WebApplicationBuilder builder)
    {
        var root = builder.Environment.ContentRootPath;
        return builder.Configuration["DataFolder"] is { Length: > 0 } configured
            ? new(Path.GetFullPath(configured, root))
            : new(Path.Combine(WorkingCopyAround(root) ?? root, ".data"));
    }

    private static string? WorkingCopyAround(string folder)
    {
        for (var directory = new DirectoryInfo(folder); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, Solution)))
            {
                return directory.FullName;
            }
        }

        return null;
    }
}
