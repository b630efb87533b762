using System.Net.Http.Json;
using WeChatNotifications.Reliability.Checking;
using WeChatNotifications.Reliability.Faults;
using WeChatNotifications.Reliability.Hosts;
using WeChatNotifications.Reliability.Stage;
using WeChatNotifications.Simulator.FormIds;

namespace WeChatNotifications.Reliability.Work;

internal sealed partial class Workload
{
    /// <summary>A user taps forms, the host is told, and gets as many messages as taps, or one more, which cannot be paid for.</summary>
    private async Task FormIdAsync(Random random)
    {
        var openId = "form-" + ledger.NextMarker();
        var taps = random.Next(1, 5);
        var formIds = await cluster.WeChat.Control.IssueFormIdsAsync(new() { AppId = World.FormApp, OpenId = openId, Count = taps, Kind = FormIdKind.FormId });
        ledger.NoteFormIdUser(World.FormApp, openId);
        var report = new { appCredentialId = world.FormAppId, items = formIds.Select(f => new { openId, formId = f }) };
        if (await UntilAnsweredAsync(random, "form-ids", report) is null)
        {
            return;
        }

        var asksTooMuch = random.Next(5) == 0;
        for (var i = 0; i < taps + (asksTooMuch ? 1 : 0); i++)
        {
            var marker = ledger.NextMarker();
            var asked = new AskedMessage
            {
                Marker = marker,
                OpenId = openId,
                Kind = "form id",
                Presence = Presence.May,
                NeverTwice = true,
                Ends = asksTooMuch ? new HashSet<LogStatus> { LogStatus.Sent, LogStatus.Skipped } : AskedMessage.Usual,
            };
            ledger.Note(asked);
            if (await UntilAnsweredAsync(random, "notifications", Notification(World.FormTemplate, openId, marker, marker)) is not null)
            {
                ledger.Note(asked with { Presence = Presence.Must });
            }
        }
    }

    /// <summary>A user accepts a few messages, and more are sent.</summary>
    private async Task GrantAsync(Random random)
    {
        var openId = "grant-" + ledger.NextMarker();
        var accepts = random.Next(1, 4);
        await cluster.WeChat.Control.DecideAsync(new() { AppId = World.RetryApp, OpenId = openId, TemplateId = World.GrantWeChatTemplate, Times = accepts });
        // Not repeated without an answer: a report that counts twice is the caller's fault.
        var host = await cluster.AnyUpAsync(random, CancellationToken.None);
        var report = new { appCredentialId = world.RetryAppId, decisions = new[] { new { openId, template = World.GrantTemplate, decision = "accepted", accepts } } };
        var isReported = Judge(await host.TryCallAsync(HttpMethod.Post, Api.Root + "grants", JsonContent.Create(report), CancellationToken.None), "grants") is not null;
        ledger.Note(new AskedGrant(World.RetryApp, openId, World.GrantWeChatTemplate, accepts, isReported ? accepts : null));
        for (var i = 0; i < accepts + random.Next(2); i++)
        {
            var marker = ledger.NextMarker();
            // A double takes an accept from another message, which WeChat then refuses.
            var asked = new AskedMessage
            {
                Marker = marker,
                OpenId = openId,
                Kind = "grant",
                Presence = Presence.May,
                Ends = new HashSet<LogStatus> { LogStatus.Sent, LogStatus.Skipped },
            };
            ledger.Note(asked);
            if (await UntilAnsweredAsync(random, "notifications", Notification(World.GrantTemplate, openId, marker, marker)) is not null)
            {
                ledger.Note(asked with { Presence = Presence.Must });
            }
        }
    }

    /// <summary>An order is paid in a transaction of the host's own, which is committed or rolled back. Its message belongs to it.</summary>
    private async Task OrderAsync(Random random)
    {
        var openId = World.User(random.Next(World.Users));
        var host = await cluster.AnyUpAsync(random, CancellationToken.None);
        if (await host.TryCallAsync(HttpMethod.Post, "api/orders/", JsonContent.Create(new { openId, product = "Green tea", amount = 12.5 }), CancellationToken.None) is not { IsSuccess: true } placed)
        {
            return;
        }

        var (id, number) = (placed.Json.GetProperty("id").GetGuid(), placed.Json.GetProperty("number").GetString()!);
        var commits = random.Next(3) > 0;
        var asked = new AskedMessage { Marker = number, OpenId = openId, Kind = commits ? "order" : "order rolled back", Presence = commits ? Presence.May : Presence.MustNot };
        ledger.Note(asked);
        host = await cluster.AnyUpAsync(random, CancellationToken.None);
        var path = commits && random.Next(2) == 0 ? $"api/orders/{id}/pay" : $"{ReliabilityEndpoints.Root}/orders/{id}/pay?then={(commits ? "commit" : "rollback")}";
        var answer = await host.TryCallAsync(HttpMethod.Post, path, content: null, CancellationToken.None);
        if (commits && Judge(answer, "orders") is not null)
        {
            ledger.Note(asked with { Presence = Presence.Must });
        }
    }

    /// <summary>A user who blocks the app is refused by WeChat; later the user takes it back, and a person retries.</summary>
    private async Task RetriedAsync(Random random)
    {
        var marker = ledger.NextMarker();
        // Nobody else is written to there.
        var openId = World.User(random.Next(12_000, 19_990));
        await cluster.WeChat.Control.BlockUserAsync(World.RetryApp, openId);
        var asked = new AskedMessage
        {
            Marker = marker,
            OpenId = openId,
            Kind = "retried",
            Presence = Presence.May,
            Ends = new HashSet<LogStatus> { LogStatus.Sent, LogStatus.Skipped },
        };
        ledger.Note(asked);
        if (await UntilAnsweredAsync(random, "notifications", Notification(World.PaidTemplate, openId, marker, marker)) is not { } answer)
        {
            return;
        }

        ledger.Note(asked with { Presence = Presence.Must });
        await Pause.ForAsync(random.Next(1_000, 4_000), CancellationToken.None);
        await cluster.WeChat.Control.BlockUserAsync(World.RetryApp, openId, blocked: false);
        var host = await cluster.AnyUpAsync(random, CancellationToken.None);
        var id = OneReceipt(answer, marker);
        if (await host.TryCallAsync(HttpMethod.Post, $"{Api.Root}deliveries/{id}/retry", content: null, CancellationToken.None) is { IsSuccess: true })
        {
            ledger.Note(asked with { Presence = Presence.Must, Ends = AskedMessage.Usual, Kind = RetriedKind });
        }
    }

    /// <summary>A message that a person has taken up again: its attempts count from the beginning.</summary>
    public const string RetriedKind = "retried by hand";
}
