using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatNotifications.Simulator.Hosting;
using WeChatNotifications.Simulator.Pages;
using WeChatNotifications.Simulator.Reports;

namespace WeChatNotifications.Simulator.Phone;

/// <summary>
/// New messages of one phone as server-sent events: <c>card</c> with what to show, its id being WeChat's message id, and
/// <c>reload</c> when the page has to look anew. The answer ends when the reader leaves or the simulator stops.
/// </summary>
internal sealed class PhoneEvents(SimulatedWeChat weChat, ChatPages chats, CancellationToken stopping)
{
    /// <summary>Messages that came while the reader was away and are told when it is back.</summary>
    private const int MostMissed = 50;

    /// <summary>A line now and then tells both sides that the other is still there.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>A reader that takes nothing for so long has gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task AnswerAsync(PageContext page, PhoneOwner owner)
    {
        using var line = weChat.Phones.TryOpen([.. owner.Users]);
        var response = page.Http.Response;
        if (line is null)
        {
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            response.Headers.RetryAfter = "60";
            await response.WriteAsync($"{PhoneLines.Most} phones are open already.", page.Aborted);
            return;
        }

        response.ContentType = "text/event-stream; charset=utf-8";
        using var either = CancellationTokenSource.CreateLinkedTokenSource(page.Aborted, stopping);
        try
        {
            await SendAsync(page, line, owner, either.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or TimeoutException)
        {
            page.Http.Abort();
        }
    }

    private async Task SendAsync(PageContext page, PhoneLine line, PhoneOwner owner, CancellationToken cancellationToken)
    {
        await WriteAsync(page, "retry: 2000\n\n", cancellationToken);
        var told = new HashSet<long>();
        foreach (var missed in Missed(page, owner))
        {
            told.Add(missed.Message.MsgId);
            await WriteAsync(page, EventOf(page, owner, missed), cancellationToken);
        }

        while (await NextAsync(page, line, cancellationToken))
        {
            while (line.Waiting.TryRead(out var id))
            {
                if (!told.Remove(id) && weChat.Messages.Find(id) is { } kept)
                {
                    await WriteAsync(page, EventOf(page, owner, kept), cancellationToken);
                }
            }
        }

        await WriteAsync(page, "event: reload\ndata: {}\n\n", cancellationToken);
    }

    /// <summary>What came after the newest message the page has, oldest first.</summary>
    private IEnumerable<KeptMessage> Missed(PageContext page, PhoneOwner owner)
    {
        var since = page.Http.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last ? last : page.Query("after");
        return long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out var after)
            ? weChat.Messages.Newest(owner.Users, long.MaxValue, MostMissed).Where(kept => kept.Message.MsgId > after).Reverse()
            : [];
    }

    /// <returns>False: nothing more comes.</returns>
    private async Task<bool> NextAsync(PageContext page, PhoneLine line, CancellationToken cancellationToken)
    {
        var next = line.Waiting.WaitToReadAsync(cancellationToken).AsTask();
        while (!next.IsCompleted)
        {
            using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var pause = Task.Delay(Heartbeat, weChat.RealTime, rest.Token);
            if (await Task.WhenAny(next, pause) == next)
            {
                await rest.CancelAsync();
            }
            else
            {
                await WriteAsync(page, ": here\n\n", cancellationToken);
            }
        }

        return await next;
    }

    private async Task WriteAsync(PageContext page, string text, CancellationToken cancellationToken)
    {
        await page.Http.Response.WriteAsync(text, cancellationToken).WaitAsync(Patience, weChat.RealTime, cancellationToken);
        await page.Http.Response.Body.FlushAsync(cancellationToken).WaitAsync(Patience, weChat.RealTime, cancellationToken);
    }

    private string EventOf(PageContext page, PhoneOwner owner, KeptMessage kept)
    {
        var card = new MessageCard(page, owner, kept, weChat.Clock.GetUtcNow());
        var chat = owner.ChatOf(kept.User);
        var arrival = new PhoneArrival(
            chat.Key, page.Say(PhoneTexts.Arrived, kept.App.Name, card.Title), PhoneAddress.OfChat(owner, chat), card.Render().ToString(), chats.Line(page, owner, chat, kept).ToString());
        return $"id: {kept.Message.MsgId}\nevent: card\ndata: {JsonSerializer.Serialize(arrival, PhoneJsonContext.Default.PhoneArrival)}\n\n";
    }
}

/// <summary>What a page needs to show a new message.</summary>
/// <param name="Chat">The key of the chat it belongs to.</param>
/// <param name="Words">What a screen reader says, and a banner shows.</param>
/// <param name="Address">Where the banner leads.</param>
/// <param name="Card">HTML of the card.</param>
/// <param name="Line">HTML of the chat's line in the list of chats.</param>
internal sealed record PhoneArrival(string Chat, string Words, string Address, string Card, string Line);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PhoneArrival))]
internal sealed partial class PhoneJsonContext : JsonSerializerContext;
