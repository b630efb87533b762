using System.Text.Json;
using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Testing;

namespace WeChatNotifications.EndToEnd.Tests;

/// <summary>The promise of a durable queue: whatever is cut off, every message arrives, and hardly any twice.</summary>
public sealed class KilledHostTests
{
    private const int Messages = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_host_that_is_killed_while_it_sends_ten_thousand_messages_loses_none()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await using var weChat = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = await SeedAsync() });
        weChat.Control.SetLatency(new() { FixedMs = 100 });
        var data = Directory.CreateTempSubdirectory("wechat-e2e-");
        var port = HostProcess.FreePort();
        string[] arguments =
        [
            "--Simulator:Enabled", "false", "--DataFolder", data.FullName, "--ConnectionStrings:Default", database.ConnectionString,
            "--WeChatNotifications:Api:BaseAddress", weChat.BaseAddress.ToString(), "--WeChatNotifications:Api:Timeout", "00:00:02",
            "--WeChatNotifications:Dispatch:Lease", "00:00:10",
        ];
        try
        {
            await using (var first = await HostProcess.StartAsync(port, arguments))
            {
                await first.NotifyAsync([.. Enumerable.Range(0, Messages).Select(i => $"e2e-{i}")]);
                await Eventually.Async(() => weChat.Control.Report().Accepted >= 2_000, Patience, "two thousand are accepted");
                await first.KillAsync();
            }

            var inFlight = (await database.QueryAsync<long>("""SELECT count(*) FROM "WeChatDeliveryLogs" WHERE "Status" = 1""")).Single();
            var acceptedBefore = weChat.Control.Report().Accepted;
            acceptedBefore.ShouldBeLessThan(Messages, "it was killed in the middle");
            inFlight.ShouldBeGreaterThan(0);

            await using var second = await HostProcess.StartAsync(port, arguments);
            await Eventually.Async(
                async () => (await database.QueryAsync<long>("""SELECT count(*) FROM "WeChatDeliveryLogs" WHERE "Status" = 2""")).Single() == Messages,
                Patience,
                "all are sent");

            var report = weChat.Control.Report();
            report.Distinct.ShouldBe(Messages, "none is lost");
            report.Duplicates.ShouldBeLessThanOrEqualTo(inFlight, "no more came twice than were in flight");
            TestContext.Current.SendDiagnosticMessage(
                $"killed after {acceptedBefore} of {Messages}; {inFlight} were in flight; {report.Duplicates} came twice; none was lost");
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_host_with_a_database_of_its_own_is_killed_and_starts_again_with_everything_it_had()
    {
        var data = Directory.CreateTempSubdirectory("wechat-e2e-");
        int port = HostProcess.FreePort(), weChatPort = HostProcess.FreePort();
        string[] arguments = ["--DataFolder", data.FullName, "--Simulator:Url", $"http://127.0.0.1:{weChatPort}"];
        try
        {
            await using (var first = await HostProcess.StartAsync(port, arguments))
            {
                await first.NotifyAsync("o-alice", "o-bob");
                await UntilSentAsync(first, 2);
                await first.KillAsync();
            }

            int code;
            await using (var second = await HostProcess.StartAsync(port, arguments))
            {
                (await SentAsync(second)).ShouldBe(2, "the log is still there");
                await second.NotifyAsync("o-alice");
                await UntilSentAsync(second, 3);
                code = await second.TerminateAsync();
                second.Output.ShouldContain("The delivery engine has stopped");
            }

            code.ShouldBe(0);
            Directory.GetFiles(data.FullName, "postmaster.pid", SearchOption.AllDirectories).ShouldBeEmpty("the database stops with its host");
            await Eventually.Async(() => !IsListening(weChatPort), Patience, "the simulated WeChat stops with its host");
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<SeedDocument> SeedAsync()
    {
        await using var file = File.OpenRead(Path.Combine(HostProcess.Root, "host", "WeChatNotifications.Host", "Demo", "simulator-seed.json"));
        var seed = (await JsonSerializer.DeserializeAsync<SeedDocument>(file, JsonSerializerOptions.Web))!;
        var template = seed.Templates[0];
        return seed with
        {
            UserRanges = [new() { AppId = template.AppId, Prefix = "e2e-", Count = Messages, Grants = [new() { TemplateId = template.TemplateId, Sends = 10 }] }],
        };
    }

    private static async Task<int> SentAsync(HostProcess host)
        => (await host.GetAsync($"{HostProcess.Api}/deliveries?status=sent&status=confirmed&pageSize=100")).GetProperty("items").GetArrayLength();

    private static Task UntilSentAsync(HostProcess host, int count) => Eventually.Async(async () => await SentAsync(host) == count, Patience, $"{count} are sent");

    private static bool IsListening(int port)
        => System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(e => e.Port == port);
}
