using System.Net;
using WeChatNotifications.HttpApi.Tests.Support;
using WeChatNotifications.Testing;

namespace WeChatNotifications.HttpApi.Tests.Nodes;

public sealed class NodeTests(RunningHost host)
{
    [Fact]
    public async Task The_hosts_people_see_this_process_and_what_it_does()
    {
        var people = await host.OperatorAsync();

        var node = await Eventually.GetAsync(
            async () => (await people.GetAsync(RunningHost.Api + "/nodes")).ShouldBe(HttpStatusCode.OK).Json.AsArray().FirstOrDefault(n => n!["isThisNode"]!.GetValue<bool>()),
            TimeSpan.FromSeconds(20), "the host shows itself");

        (node["state"]!.ToString(), node["work"]!.ToString(), node["database"]!.ToString()).ShouldBe(("alive", "engine", "host"));
        (node["sends"]!.GetValue<bool>(), node["runsJobs"]!.GetValue<bool>()).ShouldBe((true, true));
        node["name"]!.ToString().ShouldBe($"{Environment.MachineName}/{Environment.ProcessId}");
        await Eventually.Async(
            async () => (await people.GetAsync(RunningHost.Api + "/nodes")).Json.AsArray().Single(n => n!["isThisNode"]!.GetValue<bool>())!["leases"]!.AsArray()
                .Any(l => l!["name"]!.ToString().StartsWith("job:", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(30), "its jobs' leases are its own");
    }
}
