namespace WeChatNotifications.LocalPostgres;

/// <summary>Looks programs up as a shell does.</summary>
internal static class SearchPath
{
    public static string Default => Environment.GetEnvironmentVariable("PATH") ?? "";

    public static bool Contains(string program) => Find(program, Default) is not null;

    /// <summary>The full path of the first <paramref name="program"/> on <paramref name="path"/>, or null.</summary>
    public static string? Find(string program, string path)
    {
        string[] names = OperatingSystem.IsWindows() ? [program + ".exe", program + ".cmd"] : [program];
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .SelectMany(folder => names.Select(name => Path.Combine(folder.Trim('"'), name)))
            .FirstOrDefault(File.Exists);
    }
}
