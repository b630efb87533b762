using System.Net;
using System.Net.Sockets;

namespace WeChatNotifications.LocalPostgres.Tests;

public sealed class StartingTests
{
    [Fact]
    public async Task A_restart_keeps_data_and_port()
    {
        await using var folder = new TestFolder(" with spaces");
        int port;
        await using (var first = await folder.StartAsync())
        {
            port = first.Port;
            await first.EnsureDatabaseAsync("shop");
            await first.ExecuteAsync("create table orders as select 42 as id", "shop");
        }

        await using var second = await folder.StartAsync();
        await second.EnsureDatabaseAsync("shop");
        (await second.QueryAsync<int>("select id from orders", "shop")).ShouldBe(42);
        second.Port.ShouldBe(port);
    }

    [Fact]
    public async Task A_port_taken_by_another_program_is_given_up_for_a_free_one()
    {
        await using var folder = new TestFolder();
        int port;
        await using (var first = await folder.StartAsync())
        {
            port = first.Port;
        }

        using var squatter = new TcpListener(IPAddress.Loopback, port);
        squatter.Start();
        await using var second = await folder.StartAsync();

        second.Port.ShouldNotBe(port);
        (await second.QueryAsync<int>("select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_fixed_port_that_is_taken_is_an_error_that_shows_the_servers_own_words()
    {
        await using var folder = new TestFolder();
        await folder.CreateClusterAsync();
        using var squatter = new TcpListener(IPAddress.Loopback, 0);
        squatter.Start();
        var options = folder.Options;
        options.Port = ((IPEndPoint)squatter.LocalEndpoint).Port;

        var error = await Should.ThrowAsync<LocalPostgresException>(() => folder.StartAsync(options));

        error.Message.ShouldContain("Address already in use");
        error.Message.ShouldContain("server.log");
    }

    [Theory]
    [InlineData("shared_buffers", "64MB; touch /tmp/x")]
    [InlineData("Shared Buffers", "64MB")]
    [InlineData("work_mem", "$(id)")]
    public async Task A_setting_that_a_shell_could_misread_is_refused(string name, string value)
    {
        await using var folder = new TestFolder();
        var options = folder.Options;
        options.Settings[name] = value;

        (await Should.ThrowAsync<LocalPostgresException>(() => folder.StartAsync(options))).Message.ShouldContain(name);
        Directory.Exists(folder.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task A_durable_cluster_without_a_folder_is_refused()
    {
        (await Should.ThrowAsync<LocalPostgresException>(() => LocalPostgresServer.StartAsync(new LocalPostgresOptions()))).Message.ShouldContain("DataFolder");
    }
}
