using System.Net.Http.Json;
using System.Text.Json;
using WeChatNotifications.Reliability.Checking;
using WeChatNotifications.Reliability.Faults;
using WeChatNotifications.Reliability.Stage;

namespace WeChatNotifications.Reliability.Work;

/// <summary>Callers who ask for all kinds of work, at whichever host is up, and repeat what has to be repeated when no answer comes.</summary>
internal sealed partial class Workload(Cluster cluster, World world, RequestQueue? requests, Ledger ledger, double perSecond, TimeProvider time)
{
    private const int Callers = 6;

    public const string Refusal = "refused without a reason";
    public const string TwoAnswers = "one key, two messages";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Asks until cancelled. What was begun is brought to its end.</summary>
    public Task RunAsync(Random random, CancellationToken cancellationToken)
        => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => CallAsync(new Random(random.Next()), cancellationToken)));

    private async Task CallAsync(Random random, CancellationToken cancellationToken)
    {
        (string Kind, int Weight, Func<Random, Task> Do)[] all =
        [
            ("single", 30, r => SingleAsync("single", r, World.PaidTemplate)),
            ("batch", 6, BatchAsync),
            ("repeated key", 8, RepeatAsync),
            ("scheduled", 8, r => ScheduledAsync(r, cancels: false)),
            ("cancelled", 5, r => ScheduledAsync(r, cancels: true)),
            ("held app", 12, r => SingleAsync("held app", r, World.HoldTemplate)),
            ("form id", 12, FormIdAsync),
            ("grant", 5, GrantAsync),
            ("receipt", 8, r => SingleAsync("receipt", r, World.AccountTemplate)),
            ("order", 10, OrderAsync),
            ("retried", 3, RetriedAsync),
            ("broadcast", 1, BroadcastAsync),
            ("request by RabbitMQ", requests is null ? 0 : 12, RequestAsync),
        ];
        while (!cancellationToken.IsCancellationRequested)
        {
            var at = random.Next(all.Sum(w => w.Weight));
            var next = all.First(w => (at -= w.Weight) < 0);
            ledger.Count(next.Kind);
            await next.Do(random);
            await Pause.ForAsync((int)(random.NextDouble() * 2_000 * Callers / perSecond), cancellationToken);
        }
    }

    private async Task SingleAsync(string kind, Random random, string template)
    {
        var marker = ledger.NextMarker();
        var (openId, neverTwice, ends) = template switch
        {
            World.HoldTemplate => (World.HeldUser(random.Next(World.Users)), true, (IReadOnlySet<LogStatus>)new HashSet<LogStatus> { LogStatus.Sent, LogStatus.Unconfirmed }),
            // WeChat knows a repeat by its client_msg_id. A receipt is pushed three times, and is lost when no host is up for so long.
            World.AccountTemplate => (World.Follower(random.Next(World.Users)), true, new HashSet<LogStatus> { LogStatus.Sent, LogStatus.Confirmed, LogStatus.Refused }),
            _ => (World.User(random.Next(World.Users)), false, AskedMessage.Usual),
        };
        var asked = new AskedMessage { Marker = marker, OpenId = openId, Kind = kind, Presence = Presence.May, NeverTwice = neverTwice, Ends = ends };
        ledger.Note(asked);
        if (await UntilAnsweredAsync(random, "notifications", Notification(template, openId, marker, dedupKey: marker)) is { } answer)
        {
            OneReceipt(answer, marker);
            ledger.Note(asked with { Presence = Presence.Must });
        }
    }

    /// <summary>Several at once, without a key: not repeated when no answer comes. All of them are stored or none.</summary>
    private async Task BatchAsync(Random random)
    {
        var marker = ledger.NextMarker();
        var first = random.Next(World.Users);
        var openIds = Enumerable.Range(first, random.Next(2, 40)).Select(World.User).ToList();
        var asked = openIds.ConvertAll(o => new AskedMessage { Marker = marker, OpenId = o, Kind = "batch", Presence = Presence.May, Group = marker });
        asked.ForEach(ledger.Note);
        var host = await cluster.AnyUpAsync(random, CancellationToken.None);
        var body = new { template = World.PaidTemplate, to = openIds, data = World.Data(World.PaidTemplate, marker), priority = random.Next(2) == 0 ? "normal" : "bulk" };
        if (Judge(await host.TryCallAsync(HttpMethod.Post, Api.Root + "notifications", JsonContent.Create(body), CancellationToken.None), "notifications") is not null)
        {
            asked.ForEach(a => ledger.Note(a with { Presence = Presence.Must }));
        }
    }

    /// <summary>The same key several times at once at different hosts: one message, and everybody is told the same one.</summary>
    private async Task RepeatAsync(Random random)
    {
        var marker = ledger.NextMarker();
        var openId = World.User(random.Next(World.Users));
        var asked = new AskedMessage { Marker = marker, OpenId = openId, Kind = "repeated key", Presence = Presence.May };
        ledger.Note(asked);
        var answers = await Task.WhenAll(Enumerable.Range(0, random.Next(2, 5)).Select(_ => new Random(random.Next())).ToList()
            .ConvertAll(r => UntilAnsweredAsync(r, "notifications", Notification(World.PaidTemplate, openId, marker, dedupKey: marker))));
        var ids = answers.Where(a => a is not null).Select(a => OneReceipt(a!, marker)).Distinct().ToList();
        if (ids.Count > 0)
        {
            ledger.Note(asked with { Presence = Presence.Must });
        }

        if (ids.Count > 1)
        {
            ledger.Refused(TwoAnswers, $"{marker}: {string.Join(", ", ids)}");
        }
    }

    private async Task ScheduledAsync(Random random, bool cancels)
    {
        var marker = ledger.NextMarker();
        var openId = World.User(random.Next(World.Users));
        var due = time.GetUtcNow() + TimeSpan.FromSeconds(random.Next(2, 25));
        var asked = new AskedMessage
        {
            Marker = marker,
            OpenId = openId,
            Kind = cancels ? "cancelled" : "scheduled",
            Presence = Presence.May,
            NotBefore = due,
            Ends = cancels ? new HashSet<LogStatus> { LogStatus.Sent, LogStatus.Cancelled } : AskedMessage.Usual,
        };
        ledger.Note(asked);
        if (await UntilAnsweredAsync(random, "notifications", Notification(World.PaidTemplate, openId, marker, marker, due)) is not { } answer)
        {
            return;
        }

        ledger.Note(asked = asked with { Presence = Presence.Must });
        if (!cancels)
        {
            return;
        }

        await Pause.ForAsync(random.Next(2_000), CancellationToken.None);
        var id = OneReceipt(answer, marker);
        var host = await cluster.AnyUpAsync(random, CancellationToken.None);
        if (await host.TryCallAsync(HttpMethod.Post, $"{Api.Root}deliveries/{id}/cancel", content: null, CancellationToken.None) is { IsSuccess: true })
        {
            ledger.Note(asked with { CancelledAt = time.GetUtcNow(), Ends = new HashSet<LogStatus> { LogStatus.Cancelled } });
        }
    }

    private static object Notification(string template, string openId, string marker, string? dedupKey, DateTimeOffset? notBefore = null)
        => new { template, to = openId, data = World.Data(template, marker), dedupKey, notBefore };

    /// <summary>Repeats a call that is safe to repeat at one host after the other until there is an answer.</summary>
    /// <returns>The answer; null when it was refused, which is noted, or none came for two minutes.</returns>
    private async Task<HostAnswer?> UntilAnsweredAsync(Random random, string path, object body)
    {
        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < Patience;)
        {
            var host = await cluster.AnyUpAsync(random, CancellationToken.None);
            var answer = await host.TryCallAsync(HttpMethod.Post, Api.Root + path, JsonContent.Create(body), CancellationToken.None);
            if (answer is { Status: < 500 })
            {
                return Judge(answer, path);
            }

            await Pause.ForAsync(200, CancellationToken.None);
        }

        ledger.Refused(Refusal, $"{path}: no answer for {Patience}");
        return null;
    }

    /// <summary>The answer when it is a good one. A refusal of a request that is right is a fault of the product; none at all, or 5xx, is what faults bring.</summary>
    private HostAnswer? Judge(HostAnswer? answer, string path)
    {
        if (answer is { IsSuccess: false, Status: < 500 })
        {
            ledger.Refused(Refusal, $"{path}: {answer.Status} {answer.Text}");
        }

        return answer is { IsSuccess: true } ? answer : null;
    }

    private static Guid OneReceipt(HostAnswer answer, string marker)
    {
        var receipts = answer.Json.GetProperty("receipts");
        return receipts.GetArrayLength() == 1
            ? receipts[0].GetProperty("deliveryId").GetGuid()
            : throw new InvalidOperationException($"{marker}: {receipts.GetArrayLength()} receipts for one message.");
    }
}
