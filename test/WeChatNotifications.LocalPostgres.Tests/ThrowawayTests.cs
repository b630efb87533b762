namespace WeChatNotifications.LocalPostgres.Tests;

public sealed class ThrowawayTests
{
    private static readonly LocalPostgresOptions Throwaway = new() { Mode = LocalPostgresMode.Throwaway };

    [Fact]
    public async Task A_throwaway_cluster_does_not_flush_and_is_gone_after_dispose()
    {
        string folder;
        await using (var server = await LocalPostgresServer.StartAsync(Throwaway))
        {
            folder = server.Folder;
            (await server.QueryAsync<string>("show fsync")).ShouldBe("off");
            Directory.Exists(folder).ShouldBeTrue();
        }

        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public async Task Throwaway_clusters_are_independent_of_each_other()
    {
        await using var one = await LocalPostgresServer.StartAsync(Throwaway);
        await using var two = await LocalPostgresServer.StartAsync(Throwaway);

        one.Folder.ShouldNotBe(two.Folder);
        one.Port.ShouldNotBe(two.Port);
        one.ConnectionString("x").ShouldNotBe(two.ConnectionString("x"));
    }

    [Fact]
    public async Task One_left_by_a_killed_program_is_stopped_and_removed_by_the_next()
    {
        using var host = await HostProcess.StartAsync("");
        string abandoned;
        await using (var probe = await LocalPostgresServer.StartAsync(Throwaway))
        {
            abandoned = Directory.GetDirectories(Path.GetDirectoryName(probe.Folder)!)
                .Single(d => PostmasterPid.Read(Path.Combine(d, "postgres", "data"))?.ProcessId == host.ServerProcessId);
        }

        await host.KillAsync();
        await using var next = await LocalPostgresServer.StartAsync(Throwaway);

        Directory.Exists(abandoned).ShouldBeFalse();
    }
}
