namespace WeChatNotifications.LocalPostgres;

/// <summary>Makes the cluster at the first start.</summary>
internal static class ClusterInitializer
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Returns the password of the cluster, new or old.</summary>
    /// <remarks>
    /// initdb works in <c>postgres/new</c>, and a rename makes the result the cluster: one that was stopped in the middle leaves only
    /// that folder, which the next attempt throws away.
    /// </remarks>
    public static async Task<string> EnsureAsync(
        ClusterFolder folder, PostgresBinaries binaries, ServerAccount account, LocalPostgresMode mode, Action<string> log, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder.Data))
        {
            return await OpenAsync(folder, cancellationToken);
        }

        var workshop = Path.Combine(folder.Postgres, "new");
        if (Directory.Exists(workshop))
        {
            log("Throwing away a cluster whose creation was interrupted.");
            Directory.Delete(workshop, recursive: true);
        }

        if (mode == LocalPostgresMode.Durable)
        {
            log($"Creating a PostgreSQL cluster in {folder.Root}.");
        }

        var password = SecretFile.NewPassword();
        await SecretFile.WriteAsync(folder.Password, password, cancellationToken);

        Directory.CreateDirectory(workshop);
        var passwordForInitDb = Path.Combine(workshop, "password");
        await SecretFile.WriteAsync(passwordForInitDb, password, cancellationToken);
        await account.OwnAsync(workshop, cancellationToken);

        var fresh = Path.Combine(workshop, "data");
        List<string> arguments =
        [
            $"--pgdata={fresh}", "--username=postgres", $"--pwfile={passwordForInitDb}", "--auth=scram-sha-256", "--encoding=UTF8",
            // Sorts by code point and knows upper and lower case of all of Unicode, the same on every platform.
            "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
        ];
        if (mode == LocalPostgresMode.Throwaway)
        {
            arguments.AddRange(["--no-sync", "--no-data-checksums"]);
        }

        var result = await Command.RunAsync(account.Prepare(binaries.InitDb, arguments, folder.Postgres), Limit, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new LocalPostgresException($"initdb could not create a cluster in {folder.Root} (exit code {result.ExitCode}):{Environment.NewLine}{result.Tail()}");
        }

        Directory.Move(fresh, folder.Data);
        Directory.Delete(workshop, recursive: true);
        return password;
    }

    private static async Task<string> OpenAsync(ClusterFolder folder, CancellationToken cancellationToken)
    {
        var versionFile = Path.Combine(folder.Data, "PG_VERSION");
        var version = File.Exists(versionFile) ? (await File.ReadAllTextAsync(versionFile, cancellationToken)).Trim() : "none";
        if (version != PostgresPackage.MajorVersion)
        {
            throw new LocalPostgresException(
                $"{folder.Data} holds a cluster of PostgreSQL version '{version}', the programs are version {PostgresPackage.MajorVersion}. Move the folder away to start afresh, or choose another.");
        }

        if (!File.Exists(folder.Password))
        {
            throw new LocalPostgresException($"{folder.Password} is missing, and without it nobody can log in to the cluster beside it. Bring it back, or move the data folder away to start afresh.");
        }

        try
        {
            return (await File.ReadAllTextAsync(folder.Password, cancellationToken)).Trim();
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new LocalPostgresException($"{folder.Password} belongs to another user. Start as that user, or choose another data folder.", exception);
        }
    }
}
