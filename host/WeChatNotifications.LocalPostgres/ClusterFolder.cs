using System.Globalization;

namespace WeChatNotifications.LocalPostgres;

/// <summary>
/// The files of one cluster. The host's own lie in the folder itself, the server's below <c>postgres/</c>, which alone belongs to
/// the account that the server runs as.
/// </summary>
internal sealed class ClusterFolder(string root)
{
    // Characters that pg_ctl does not protect from the shell it starts the server with.
    private static readonly char[] Forbidden = ['"', '$', '`', '\n', '\r', .. OperatingSystem.IsWindows() ? "%" : "\\"];

    public string Root { get; } = Checked(root);

    /// <summary>Held while somebody starts or stops the server.</summary>
    public string StartLock => Path.Combine(Root, "start.lock");

    /// <summary>Shared by all processes that use the server; whoever can have it alone is the last.</summary>
    public string UsersLock => Path.Combine(Root, "users.lock");

    public string Password => Path.Combine(Root, "password");

    public string Port => Path.Combine(Root, "port");

    public string Postgres => PostgresIn(Root);

    public string Data => Path.Combine(Postgres, "data");

    public string Log => Path.Combine(Postgres, "server.log");

    public static string PostgresIn(string root) => Path.Combine(root, "postgres");

    /// <summary>Makes <c>postgres/</c> and checks that it is ours to use.</summary>
    public async Task PrepareAsync(ServerAccount account, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Postgres))
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(Postgres);
            }
            else
            {
                Directory.CreateDirectory(Postgres, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            await account.OwnAsync(Postgres, cancellationToken);
        }

        try
        {
            _ = Directory.EnumerateFileSystemEntries(Postgres).Any();
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new LocalPostgresException($"{Postgres} belongs to another user, who started a server there. Start as that user, or choose another data folder.", exception);
        }
    }

    public async Task<int?> RememberedPortAsync(CancellationToken cancellationToken) =>
        File.Exists(Port) && int.TryParse(await File.ReadAllTextAsync(Port, cancellationToken), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;

    public Task RememberPortAsync(int port, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(Port, port.ToString(CultureInfo.InvariantCulture), cancellationToken);

    private static string Checked(string root) => root.IndexOfAny(Forbidden) < 0
        ? root
        : throw new LocalPostgresException($"The data folder {root} has a character in its path that PostgreSQL's pg_ctl cannot handle (one of: \" $ ` % \\). Choose another.");
}
