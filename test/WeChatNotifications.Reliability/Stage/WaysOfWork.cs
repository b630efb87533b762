namespace WeChatNotifications.Reliability.Stage;

/// <summary>How hosts may get their work, by name, with the settings that each needs.</summary>
internal static class WaysOfWork
{
    /// <summary>Hosts look into the database, and are woken by what they queue themselves.</summary>
    public const string Database = "database";

    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> Settings = new(StringComparer.Ordinal)
    {
        [Database] = new Dictionary<string, string>(StringComparer.Ordinal),
    };

    /// <exception cref="FormatException">There is no such way.</exception>
    public static IReadOnlyDictionary<string, string> SettingsOf(string name)
        => Settings.GetValueOrDefault(name) ?? throw new FormatException($"There is no way of work {name}. There are: {string.Join(", ", Settings.Keys)}.");
}
