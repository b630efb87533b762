using System.Net.Sockets;
using WeChatNotifications.Testing;

namespace WeChatNotifications.RabbitMq;

public sealed class PrivateServerTests
{
    [Fact]
    public async Task A_private_server_can_be_killed_and_started_again_and_leaves_nothing_behind()
    {
        Assert.SkipWhen(RabbitMqServer.MissingReason is not null, RabbitMqServer.MissingReason ?? "");
        int first;
        int second;
        await using (var server = await RabbitMqServer.StartAsync(TestContext.Current.CancellationToken))
        {
            first = server.ProcessId;
            await server.ControlAsync("set_cluster_name", "shop");

            await server.KillAsync();
            server.IsRunning.ShouldBeFalse();
            using (var client = new TcpClient())
            {
                await Should.ThrowAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", server.Port));
            }

            await server.StartAgainAsync(TestContext.Current.CancellationToken);
            second = server.ProcessId;
            second.ShouldNotBe(first);
            (await server.ControlAsync("cluster_status")).ShouldContain("shop", customMessage: "what it had written is there again");
        }

        File.Exists($"/proc/{first}/environ").ShouldBeFalse();
        File.Exists($"/proc/{second}/environ").ShouldBeFalse();
    }
}
