using System.Diagnostics;
using System.Globalization;

namespace WeChatNotifications.LocalPostgres;

/// <summary>
/// As whom PostgreSQL's programs run: as ourselves, or, because the server refuses to run as root, as an unprivileged user.
/// </summary>
internal sealed class ServerAccount
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly string[] UnprivilegedUsers = ["nobody", "daemon"];

    private readonly (string User, string Group)? _other;

    private ServerAccount((string User, string Group)? other, string name) => (_other, Name) = (other, name);

    public string Name { get; }

    /// <summary>True when the programs run as somebody else than this process.</summary>
    public bool IsOther => _other is not null;

    /// <summary>The account for a server whose files are in <paramref name="postgresFolder"/>, which need not exist yet.</summary>
    public static async Task<ServerAccount> ChooseAsync(string postgresFolder, CancellationToken cancellationToken)
    {
        // On Windows pg_ctl and initdb drop an administrator's rights themselves.
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return new ServerAccount(other: null, Environment.UserName);
        }

        if (!OperatingSystem.IsLinux())
        {
            throw new LocalPostgresException("PostgreSQL refuses to run as root. Start the program as an ordinary user, or give a connection string.");
        }

        if (!SearchPath.Contains("setpriv"))
        {
            throw new LocalPostgresException(
                "PostgreSQL refuses to run as root, and 'setpriv' (package util-linux), which would start it as another user, is missing. " +
                "Install it, start the program as an ordinary user, or give a connection string.");
        }

        // A cluster that an ordinary user made stays that user's when root comes by.
        if (Directory.Exists(postgresFolder))
        {
            var stat = await Command.RunAsync(new ProcessStartInfo("stat", ["-c", "%u %g %U", postgresFolder]), Limit, cancellationToken);
            if (stat.ExitCode == 0 && stat.Lines is [var line, ..] && line.Split(' ') is [var owner, var group, var ownerName] && owner != "0")
            {
                return new ServerAccount((owner, group), ownerName);
            }
        }

        foreach (var entry in UnprivilegedUsers.SelectMany(user => File.ReadLines("/etc/passwd").Where(l => l.StartsWith(user + ":", StringComparison.Ordinal))))
        {
            if (entry.Split(':') is [var name, _, var id, var group, ..] && uint.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            {
                return new ServerAccount((id, group), name);
            }
        }

        throw new LocalPostgresException(
            "PostgreSQL refuses to run as root, and there is no user 'nobody' or 'daemon' to run it as. Start the program as an ordinary user, or give a connection string.");
    }

    public ProcessStartInfo Prepare(string program, IEnumerable<string> arguments, string workingDirectory)
    {
        var start = _other is var (user, group)
            ? new ProcessStartInfo("setpriv", [$"--reuid={user}", $"--regid={group}", "--clear-groups", "--", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.WorkingDirectory = workingDirectory;

        // PGDATA, PGPORT, PGOPTIONS and friends of the user's shell are meant for another server.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        // Messages we look into are in English, and macOS needs a valid locale here.
        start.Environment["LC_ALL"] = "C";
        if (IsOther)
        {
            start.Environment["HOME"] = "/";
        }

        return start;
    }

    /// <summary>Whether the account can go into this existing folder, all its parents considered.</summary>
    public async Task<bool> CanReachAsync(string folder, CancellationToken cancellationToken) =>
        !IsOther || (await Command.RunAsync(Prepare("test", ["-x", folder], "/"), Limit, cancellationToken)).ExitCode == 0;

    public Task OwnAsync(string path, CancellationToken cancellationToken) =>
        _other is var (user, group) ? MustAsync("chown", ["-R", $"{user}:{group}", path], cancellationToken) : Task.CompletedTask;

    /// <summary>Files of ours that the account has to read, whatever our umask is.</summary>
    public Task LetReadAsync(string path, CancellationToken cancellationToken) =>
        IsOther ? MustAsync("chmod", ["-R", "a+rX", path], cancellationToken) : Task.CompletedTask;

    private static async Task MustAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var result = await Command.RunAsync(new ProcessStartInfo(program, arguments), Limit, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new LocalPostgresException($"{program} failed: {result.Tail()}");
        }
    }
}
