namespace WeChatNotifications.LocalPostgres.Tests;

public sealed class SharingTests
{
    [Fact]
    public async Task The_server_of_a_host_that_was_killed_is_joined_and_stopped_in_the_end()
    {
        await using var folder = new TestFolder();
        using var host = await HostProcess.StartAsync(folder.Path);
        await host.KillAsync();

        var server = await folder.StartAsync();
        server.ProcessId.ShouldBe(host.ServerProcessId);
        (await server.QueryAsync<int>("select 1")).ShouldBe(1);
        await server.StopAsync();

        PostmasterPid.Read(new ClusterFolder(server.Folder).Data).ShouldBeNull();
    }

    [Fact]
    public async Task Two_hosts_at_once_share_a_server_that_the_last_one_stops()
    {
        await using var folder = new TestFolder();
        using var first = await HostProcess.StartAsync(folder.Path);
        var second = await folder.StartAsync();
        second.ProcessId.ShouldBe(first.ServerProcessId);

        await first.EndAsync();
        (await second.QueryAsync<int>("select 1")).ShouldBe(1);

        await second.StopAsync();
        PostmasterPid.Read(new ClusterFolder(second.Folder).Data).ShouldBeNull();
    }

    [Fact]
    public async Task Two_starts_at_the_same_moment_on_a_fresh_folder_make_one_server()
    {
        await using var folder = new TestFolder();
        var servers = await Task.WhenAll(Task.Run(() => folder.StartAsync()), Task.Run(() => LocalPostgresServer.StartAsync(folder.Options)));

        servers[0].ProcessId.ShouldBe(servers[1].ProcessId);
        (await servers[1].QueryAsync<int>("select 1")).ShouldBe(1);

        await servers[0].DisposeAsync();
        (await servers[1].QueryAsync<int>("select 1")).ShouldBe(1);
        await servers[1].DisposeAsync();
    }

    [Fact]
    public async Task A_running_server_that_does_not_take_our_password_is_neither_joined_nor_harmed()
    {
        await using var folder = new TestFolder();
        await using var server = await folder.StartAsync();
        var cluster = new ClusterFolder(server.Folder);
        var kept = await File.ReadAllTextAsync(cluster.Password);
        await File.WriteAllTextAsync(cluster.Password, "something else");

        (await Should.ThrowAsync<LocalPostgresException>(() => folder.StartAsync())).Message.ShouldContain("does not take the password");

        (await server.QueryAsync<int>("select 1")).ShouldBe(1);
        await File.WriteAllTextAsync(cluster.Password, kept);
    }

    [Fact]
    public async Task A_stop_that_is_cancelled_is_made_good_by_dispose()
    {
        await using var folder = new TestFolder();
        var server = await folder.StartAsync();
        using (var busy = FileLock.TryExclusive(new ClusterFolder(server.Folder).StartLock))
        {
            await Should.ThrowAsync<OperationCanceledException>(() => server.StopAsync(new CancellationToken(canceled: true)));
        }

        await server.DisposeAsync();

        PostmasterPid.Read(new ClusterFolder(server.Folder).Data).ShouldBeNull();
    }
}
