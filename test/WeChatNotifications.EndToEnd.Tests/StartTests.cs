using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using WeChatNotifications.Testing;

namespace WeChatNotifications.EndToEnd.Tests;

/// <summary>What a newcomer does in the first two minutes, and what may go wrong in them.</summary>
public sealed partial class StartTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_commands_of_the_quick_start_do_what_it_says()
    {
        var commands = CommandsOf("README.md");
        commands.Count.ShouldBeGreaterThanOrEqualTo(2);
        var data = Directory.CreateTempSubdirectory("wechat-e2e-");
        int port = HostProcess.FreePort(), weChatPort = HostProcess.FreePort();
        try
        {
            await using var host = await HostProcess.StartAsync(port, "--DataFolder", data.FullName, "--Simulator:Url", $"http://127.0.0.1:{weChatPort}");

            using var receipt = JsonDocument.Parse(await RunAsync(commands[0], port));
            var id = receipt.RootElement.GetProperty("receipts")[0].GetProperty("deliveryId").GetString();
            var delivery = await Eventually.GetAsync(
                async () =>
                {
                    using var page = JsonDocument.Parse(await RunAsync(commands[1], port));
                    var newest = page.RootElement.GetProperty("items")[0].Clone();
                    return newest.GetProperty("status").GetString() == "confirmed" ? newest.ToString() : null;
                },
                Patience,
                "the message is sent, and the simulated WeChat has pushed its receipt");

            delivery.ShouldContain(id!);
            using var http = new HttpClient();
            (await http.GetStringAsync(new Uri($"http://127.0.0.1:{weChatPort}/_sim/messages"), TestContext.Current.CancellationToken)).ShouldContain("o-alice");
            host.Output.ShouldContain("WeChatNotifications is ready.");
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_paid_order_becomes_a_message()
    {
        var data = Directory.CreateTempSubdirectory("wechat-e2e-");
        try
        {
            await using var database = await TestDatabase.CreateEmptyAsync();
            await using var host = await HostProcess.StartAsync(
                HostProcess.FreePort(), "--DataFolder", data.FullName, "--Simulator:Url", $"http://127.0.0.1:{HostProcess.FreePort()}",
                "--ConnectionStrings:Default", database.ConnectionString);

            var order = await host.PostAsync("api/orders", new { openId = "o-bob", product = "Oolong", amount = 30 });
            await host.PostAsync($"api/orders/{order.GetProperty("id").GetString()}/pay", new { });

            await Eventually.Async(
                async () => (await host.GetAsync($"{HostProcess.Api}/deliveries?openId=o-bob&status=sent")).GetProperty("items").GetArrayLength() == 1,
                Patience,
                "the order's message is sent");
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_taken_port_is_named_and_the_host_ends_without_a_stack_trace()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await using var host = HostProcess.Launch(port, "--Simulator:Enabled", "false");

        (await host.ExitAsync()).ShouldBe(1);
        host.Output.ShouldContain($"http://127.0.0.1:{port} is in use");
        host.Output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_named_without_its_password()
    {
        var data = Directory.CreateTempSubdirectory("wechat-e2e-");
        try
        {
            await using var host = HostProcess.Launch(
                HostProcess.FreePort(), "--DataFolder", data.FullName, "--Simulator:Enabled", "false",
                "--ConnectionStrings:Default", $"Host=127.0.0.1;Port={HostProcess.FreePort()};Username=shop;Password=hunter2-secret;Database=shop;Timeout=3");

            (await host.ExitAsync()).ShouldBe(1);
            host.Output.ShouldContain("ConnectionStrings:Default");
            host.Output.ShouldNotContain("hunter2-secret");
            host.Output.ShouldNotContain("   at ");
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    /// <summary>Runs a command as it stands in the document, on this test's port.</summary>
    private static async Task<string> RunAsync(string command, int port)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", command.Replace("localhost:5080", $"127.0.0.1:{port}", StringComparison.Ordinal)])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        shell.ExitCode.ShouldBe(0, command);
        return output;
    }

    private static List<string> CommandsOf(string document)
        => [.. CurlBlocks().Matches(File.ReadAllText(Path.Combine(HostProcess.Root, document))).Select(m => m.Groups["command"].Value)];

    [GeneratedRegex(@"^```(?:bash|sh)\n(?<command>curl .*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex CurlBlocks();
}
