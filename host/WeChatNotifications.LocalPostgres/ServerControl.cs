using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace WeChatNotifications.LocalPostgres;

/// <summary>Starts, finds and stops the server of one cluster. The caller holds the cluster's start lock.</summary>
internal sealed class ServerControl(ClusterFolder folder, PostgresBinaries binaries, ServerAccount account, LocalPostgresOptions options, string password, Action<string> log)
{
    private const int StartAttempts = 10;
    private const long LogLimit = 10 * 1024 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    private enum Answer
    {
        /// <summary>Nobody there, or not ready for connections.</summary>
        NotYet,
        Ours,
        OtherFolder,
        WrongPassword,
    }

    /// <summary>
    /// The server of this folder that a host before us, or beside us, left running; null when there is none. A <c>postmaster.pid</c>
    /// that a crash left behind and that now names another process is removed, because the server would believe it.
    /// </summary>
    public async Task<PostmasterPid?> FindRunningAsync(CancellationToken cancellationToken)
    {
        using var proof = new FolderProof(folder.Data);
        var start = TimeProvider.System.GetTimestamp();
        while (PostmasterPid.Read(folder.Data) is { } found)
        {
            if (!found.MayBeServerOf(proof))
            {
                log($"Removing the postmaster.pid of a server that is gone (process {found.ProcessId}).");
                File.Delete(PostmasterPid.PathIn(folder.Data));
                return null;
            }

            switch (found.Port is { } port ? await AskAsync(port, proof, cancellationToken) : Answer.NotYet)
            {
                case Answer.Ours:
                    return found;
                case Answer.OtherFolder:
                    log($"Removing a postmaster.pid that names the server of another folder (process {found.ProcessId}).");
                    File.Delete(PostmasterPid.PathIn(folder.Data));
                    return null;
                case Answer.WrongPassword:
                    throw new LocalPostgresException(
                        $"A PostgreSQL server (process {found.ProcessId}, port {found.Port}) runs on {folder.Data} but does not take the password in {folder.Password}. Stop it, and bring the right file back.");
            }

            if (TimeProvider.System.GetElapsedTime(start) > options.StartTimeout)
            {
                throw new LocalPostgresException(
                    $"The PostgreSQL server of {folder.Data} (process {found.ProcessId}) runs but did not let us in within {options.StartTimeout.TotalSeconds:0} s. Its log ends:{Environment.NewLine}{LogTail(0)}");
            }

            await Task.Delay(Pause, cancellationToken);
        }

        return null;
    }

    public async Task<PostmasterPid> StartAsync(CancellationToken cancellationToken)
    {
        RollLog();
        var start = TimeProvider.System.GetTimestamp();
        var port = options.Port ?? await folder.RememberedPortAsync(cancellationToken) ?? FreePort();
        for (var attempt = 1; ; attempt++)
        {
            if (options.Port is null && !IsFree(port))
            {
                port = FreePort();
            }

            var logEnd = File.Exists(folder.Log) ? new FileInfo(folder.Log).Length : 0;
            var seconds = ((int)Math.Ceiling(options.StartTimeout.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            string[] arguments = ["start", "--wait", $"--timeout={seconds}", "-D", folder.Data, "-l", folder.Log, "-o", ServerSettings.CommandLine(port, options)];
            var result = await Command.RunAsync(
                account.Prepare(binaries.PgCtl, arguments, folder.Postgres), options.StartTimeout + TimeSpan.FromSeconds(10), cancellationToken);
            if (result.ExitCode == 0 && PostmasterPid.Read(folder.Data) is { } running)
            {
                await folder.RememberPortAsync(port, cancellationToken);
                return running;
            }

            var said = LogTail(logEnd);
            // Somebody took the port since we looked; or processes of a server that was killed are still on their way out.
            var mayPass = (options.Port is null && said.Contains("could not bind", StringComparison.Ordinal)) || said.Contains("is still in use", StringComparison.Ordinal);
            if (!mayPass || attempt == StartAttempts || TimeProvider.System.GetElapsedTime(start) > options.StartTimeout)
            {
                throw new LocalPostgresException(
                    $"The PostgreSQL server did not start. {(said.Length > 0 ? $"Its log ({folder.Log}) ends:" : "pg_ctl said:")}{Environment.NewLine}{(said.Length > 0 ? said : result.Tail())}");
            }

            await Task.Delay(Pause * attempt, cancellationToken);
        }
    }

    /// <summary>Ends connections, writes what is to be written and stops; does nothing when the server is gone already.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using (var proof = new FolderProof(folder.Data))
        {
            if (PostmasterPid.Read(folder.Data) is not { } running || !running.MayBeServerOf(proof))
            {
                return;
            }
        }

        var result = options.Mode == LocalPostgresMode.Throwaway ? null : await PgCtlStopAsync("fast", cancellationToken);
        if (result is not { ExitCode: 0 })
        {
            result = await PgCtlStopAsync("immediate", cancellationToken);
        }

        if (result.ExitCode != 0 && PostmasterPid.Read(folder.Data) is { } left)
        {
            throw new LocalPostgresException($"The PostgreSQL server (process {left.ProcessId}) does not stop: {result.Tail()}");
        }
    }

    private Task<CommandResult> PgCtlStopAsync(string mode, CancellationToken cancellationToken) => Command.RunAsync(
        account.Prepare(binaries.PgCtl, ["stop", "--wait", "--timeout=30", "-D", folder.Data, "-m", mode], folder.Postgres), StopLimit, cancellationToken);

    private async Task<Answer> AskAsync(int port, FolderProof proof, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ServerSettings.ConnectionString(port, password, "postgres", pooling: false));
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("select (pg_stat_file($1, true)).size is not null", connection);
            command.Parameters.Add(new NpgsqlParameter { Value = proof.Name });
            return await command.ExecuteScalarAsync(cancellationToken) is true ? Answer.Ours : Answer.OtherFolder;
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            return Answer.WrongPassword;
        }
        catch (NpgsqlException)
        {
            return Answer.NotYet;
        }
    }

    private void RollLog()
    {
        if (File.Exists(folder.Log) && new FileInfo(folder.Log).Length > LogLimit)
        {
            File.Move(folder.Log, folder.Log + ".1", overwrite: true);
        }
    }

    /// <summary>The last lines that the server wrote after <paramref name="from"/>.</summary>
    private string LogTail(long from)
    {
        if (!File.Exists(folder.Log))
        {
            return "";
        }

        using var file = new FileStream(folder.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = Math.Max(Math.Min(from, file.Length), file.Length - 8192);
        using var reader = new StreamReader(file);
        return string.Join(Environment.NewLine, reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(20));
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
