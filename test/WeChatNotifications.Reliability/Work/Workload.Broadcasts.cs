using System.Net.Http.Json;
using System.Text;
using WeChatNotifications.Reliability.Checking;
using WeChatNotifications.Reliability.Faults;
using WeChatNotifications.Reliability.Stage;

namespace WeChatNotifications.Reliability.Work;

internal sealed partial class Workload
{
    private async Task BroadcastAsync(Random random)
    {
        var host = await cluster.AnyUpAsync(random, CancellationToken.None);
        var draft = new
        {
            name = "Reliability",
            template = World.PaidTemplate,
            audience = new { kind = "list" },
            data = new { product = "Green tea", amount = 88, paidAt = "2026-12-21T10:00:00+08:00", orderId = "broadcast" },
            ratePerSecond = random.Next(2) == 0 ? (int?)null : 100,
        };
        if (Judge(await host.TryCallAsync(HttpMethod.Post, Api.Root + "broadcasts", JsonContent.Create(draft), CancellationToken.None), "broadcasts") is not { } created)
        {
            return;
        }

        var id = created.Json.GetProperty("id").GetGuid();
        var people = Enumerable.Range(random.Next(1_000, 10_000), random.Next(100, 1_500)).Select(n => (OpenId: World.User(n), Marker: ledger.NextMarker())).ToList();
        var csv = new StringBuilder("openId,orderNo\n").AppendJoin('\n', people.Select(p => $"{p.OpenId},{p.Marker}")).Append('\n').ToString();
        var list = await UntilListedAsync(random, id, csv);
        if (list is null)
        {
            return;
        }

        // Until the start is answered nobody knows; a second start is then refused with 409 and means the same.
        people.ForEach(p => ledger.Note(new AskedMessage { Marker = p.Marker, OpenId = p.OpenId, Kind = "broadcast", Presence = Presence.May, Group = id.ToString() }));
        if (await UntilSteeredAsync(random, id, "start"))
        {
            people.ForEach(p => ledger.Note(new AskedMessage { Marker = p.Marker, OpenId = p.OpenId, Kind = "broadcast" }));
            ledger.Note(new AskedBroadcast(id, people.Count, await SteerAsync(random, id, people)));
        }
    }

    private async Task<HostAnswer?> UntilListedAsync(Random random, Guid id, string csv)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var host = await cluster.AnyUpAsync(random, CancellationToken.None);
            var answer = await host.TryCallAsync(HttpMethod.Put, $"{Api.Root}broadcasts/{id}/list", new StringContent(csv, Encoding.UTF8, "text/csv"), CancellationToken.None);
            if (answer is { Status: < 500 })
            {
                return Judge(answer, "broadcasts/list");
            }

            await Pause.ForAsync(300, CancellationToken.None);
        }

        return null;
    }

    /// <summary>Some are paused for a while and resumed, some are cancelled.</summary>
    /// <returns>Whether it was cancelled.</returns>
    private async Task<bool> SteerAsync(Random random, Guid id, List<(string OpenId, string Marker)> people)
    {
        await Pause.ForAsync(random.Next(200, 3_000), CancellationToken.None);
        switch (random.Next(4))
        {
            case 0 when await UntilSteeredAsync(random, id, "pause"):
                await Pause.ForAsync(random.Next(500, 4_000), CancellationToken.None);
                await UntilSteeredAsync(random, id, "resume");
                return false;
            case 1:
                people.ForEach(p => ledger.Note(CancelledRecipient(p)));
                await UntilSteeredAsync(random, id, "cancel");
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whom a cancelled broadcast has not reached yet may have a row or none.</summary>
    private static AskedMessage CancelledRecipient((string OpenId, string Marker) person) => new()
    {
        Marker = person.Marker,
        OpenId = person.OpenId,
        Kind = "cancelled broadcast",
        Presence = Presence.May,
        Ends = new HashSet<LogStatus> { LogStatus.Sent, LogStatus.Cancelled },
    };

    /// <summary>
    /// Steers until there is an answer. 409 means that it is over already, or that an earlier call whose answer was lost has done it.
    /// </summary>
    private async Task<bool> UntilSteeredAsync(Random random, Guid id, string how)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var host = await cluster.AnyUpAsync(random, CancellationToken.None);
            var answer = await host.TryCallAsync(HttpMethod.Post, $"{Api.Root}broadcasts/{id}/{how}", content: null, CancellationToken.None);
            if (answer is { IsSuccess: true } || (answer is { Status: 409 } && (tries > 0 || how != "start")))
            {
                return true;
            }

            if (answer is { Status: < 500 })
            {
                Judge(answer, "broadcasts/" + how);
                return false;
            }

            await Pause.ForAsync(300, CancellationToken.None);
        }

        return false;
    }
}
