using System.Diagnostics;
using System.Globalization;

namespace WeChatNotifications.LocalPostgres.Tests;

public sealed class CrashTests
{
    [Fact]
    public async Task A_server_that_was_killed_comes_up_again_with_what_was_committed()
    {
        await using var folder = new TestFolder();
        var killed = await folder.StartAsync();
        await killed.ExecuteAsync("create table orders as select 42 as id");
        using (var process = Process.GetProcessById(killed.ProcessId))
        {
            process.Kill();
        }

        await using var server = await folder.StartAsync();
        await killed.DisposeAsync();

        server.ProcessId.ShouldNotBe(killed.ProcessId);
        (await server.QueryAsync<int>("select id from orders")).ShouldBe(42);
    }

    [Fact]
    public async Task A_pid_file_that_names_a_living_process_that_is_no_server_is_removed()
    {
        await using var folder = new TestFolder();
        var cluster = await folder.CreateClusterAsync();
        await WritePidFileAsync(cluster, Environment.ProcessId, port: 5432);

        await using var server = await folder.StartAsync();

        (await server.QueryAsync<int>("select 1")).ShouldBe(1);
        folder.Log.ShouldContain(line => line.Contains($"process {Environment.ProcessId}"));
    }

    [Fact]
    public async Task A_pid_file_that_names_the_server_of_another_folder_is_removed_and_that_server_left_alone()
    {
        await using var folder = new TestFolder();
        var cluster = await folder.CreateClusterAsync();
        await using var otherFolder = new TestFolder();
        await using var other = await otherFolder.StartAsync();
        await WritePidFileAsync(cluster, other.ProcessId, other.Port);

        await using var server = await folder.StartAsync();

        server.ProcessId.ShouldNotBe(other.ProcessId);
        (await other.QueryAsync<int>("select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Stopping_spares_a_foreign_process_that_the_pid_file_names()
    {
        await using var folder = new TestFolder();
        await using var otherFolder = new TestFolder();
        await using var other = await otherFolder.StartAsync();
        var server = await folder.StartAsync();
        var cluster = new ClusterFolder(server.Folder);
        using (var process = Process.GetProcessById(server.ProcessId))
        {
            process.Kill();
        }

        await WritePidFileAsync(cluster, other.ProcessId, other.Port);
        await server.StopAsync();

        (await other.QueryAsync<int>("select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_cluster_whose_creation_was_cut_short_is_made_anew()
    {
        await using var folder = new TestFolder();
        using var cutting = new CancellationTokenSource();
        var half = Path.Combine(ClusterFolder.PostgresIn(folder.Path), "new", "data", "base");
        var cutter = Task.Run(async () =>
        {
            while (!Directory.Exists(half))
            {
                await Task.Delay(1);
            }

            await cutting.CancelAsync();
        });
        await Should.ThrowAsync<OperationCanceledException>(() => LocalPostgresServer.StartAsync(folder.Options, cancellationToken: cutting.Token));
        await cutter;
        Directory.Exists(Path.Combine(ClusterFolder.PostgresIn(folder.Path), "data")).ShouldBeFalse();

        await using var server = await folder.StartAsync();

        (await server.QueryAsync<int>("select 1")).ShouldBe(1);
        folder.Log.ShouldContain(line => line.Contains("interrupted"));
        Directory.Exists(Path.Combine(ClusterFolder.PostgresIn(folder.Path), "new")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_lost_password_file_is_an_error_that_names_it()
    {
        await using var folder = new TestFolder();
        var cluster = await folder.CreateClusterAsync();
        var kept = await File.ReadAllTextAsync(cluster.Password);
        File.Delete(cluster.Password);

        (await Should.ThrowAsync<LocalPostgresException>(() => folder.StartAsync())).Message.ShouldContain(cluster.Password);

        await File.WriteAllTextAsync(cluster.Password, kept);
    }

    private static Task WritePidFileAsync(ClusterFolder cluster, int processId, int port) => File.WriteAllLinesAsync(
        PostmasterPid.PathIn(cluster.Data),
        [processId.ToString(CultureInfo.InvariantCulture), cluster.Data, "1700000000", port.ToString(CultureInfo.InvariantCulture), "", "127.0.0.1", "", "ready   "]);
}
