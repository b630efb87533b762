using WeChatNotifications.Simulator.Control;
using WeChatNotifications.Simulator.Reports;

namespace WeChatNotifications.Benchmarks.Jobs;

/// <summary>When the simulator accepted which message.</summary>
internal static class Arrivals
{
    public static async Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync(Uri weChat, string appId, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = weChat };
        var simulator = new SimulatorControlClient(http);
        var arrivals = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        long? after = 0;
        while (after is { } sequence)
        {
            var page = await simulator.MessagesAsync(new MessageFilter { AppId = appId, After = sequence, Limit = 10_000 }, cancellationToken);
            foreach (var message in page.Messages)
            {
                arrivals.Add(message.Data[SampleMessages.NumberKey], message.At);
            }

            after = page.Next;
        }

        return arrivals;
    }
}
