using WeChatNotifications.Reliability.Checking;
using WeChatNotifications.Reliability.Faults;

namespace WeChatNotifications.Reliability.Work;

internal sealed partial class Workload
{
    /// <summary>
    /// Another service sends one message or several through RabbitMQ, and repeats with the same id until the broker has confirmed; sometimes it
    /// repeats without a need. Each message comes once, and those of one request together.
    /// </summary>
    private async Task RequestAsync(Random random)
    {
        var id = ledger.NextMarker();
        var count = random.Next(3) == 0 ? random.Next(2, 20) : 1;
        var asked = Enumerable.Range(0, count).Select(_ => new AskedMessage
        {
            Marker = ledger.NextMarker(),
            OpenId = World.User(random.Next(World.Users)),
            Kind = "request",
            Presence = Presence.May,
            Group = id,
        }).ToList();
        asked.ForEach(ledger.Note);
        var notifications = asked.ConvertAll(a => new RequestedNotification(World.PaidTemplate, a.OpenId, World.Data(World.PaidTemplate, a.Marker)));
        var confirmed = await Task.WhenAll(Enumerable.Range(0, random.Next(3) == 0 ? random.Next(2, 4) : 1).Select(_ => UntilConfirmedAsync(id, notifications)));
        if (confirmed.Contains(true))
        {
            asked.ForEach(a => ledger.Note(a with { Presence = Presence.Must }));
        }
    }

    /// <returns>Whether the broker has confirmed; false when it did not for two minutes, which is noted.</returns>
    private async Task<bool> UntilConfirmedAsync(string id, IReadOnlyList<RequestedNotification> notifications)
    {
        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < Patience;)
        {
            if (await requests!.TryPublishAsync(id, notifications, CancellationToken.None))
            {
                return true;
            }

            await Pause.ForAsync(300, CancellationToken.None);
        }

        ledger.Refused(Refusal, $"request {id}: RabbitMQ did not confirm it for {Patience}");
        return false;
    }
}
